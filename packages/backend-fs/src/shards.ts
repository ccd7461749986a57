import type { ScanRange, Space } from "@results-manager/core";

const SHARD = 2;
const KEY = /^[0-9a-f]{64}$/;

/** Tells whether the keys of a space are digests: too many for one folder, and without folders of their own. */
export function isSharded(space: Space): boolean {
  return space === "values" || space === "calls";
}

/** Where a digest lies, as an id: `ab/cdef…`. It takes the beginning of one, too. */
export function shardedId(digest: string): string {
  return `${digest.slice(0, SHARD)}/${digest.slice(SHARD)}`;
}

/** The same range, of ids in place of digests. */
export function shardedRange({ startsWith, after, ...range }: ScanRange): ScanRange {
  return {
    ...range,
    startsWith: startsWith && startsWith.length >= SHARD ? shardedId(startsWith) : startsWith,
    after: after && shardedId(after),
  };
}

/** The digests of ids; what else lies there is not ours. */
export async function* digestsOf(
  pages: AsyncIterable<readonly string[]>,
): AsyncGenerator<readonly string[], void, undefined> {
  for await (const page of pages) {
    const digests = page.map((id) => id.slice(0, SHARD) + id.slice(SHARD + 1)).filter((key) => KEY.test(key));
    if (digests.length > 0) yield digests;
  }
}
