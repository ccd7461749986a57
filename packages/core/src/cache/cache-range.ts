import { compareCodePoints } from "../ids/compare-code-points.ts";
import type { OptionNames } from "../options/check-options.ts";
import type { ScanRange } from "../records/storage-backend.ts";
import { checkLimit } from "../results/parse-range.ts";
import { checkKey } from "./cache-key.ts";
import type { CacheRange } from "./cache-options.ts";

export const RANGE_OPTIONS: OptionNames<CacheRange> = { after: true, before: true, limit: true };

/** Range of a listing of entries. */
export interface EntryRange {
  readonly scan: ScanRange;
  readonly before: string | undefined;
  readonly limit: number;
}

/**
 * Makes the range of a listing of entries that begin with a text.
 *
 * @throws as `checkKey`; {@link RangeError} for an invalid `limit`.
 */
export function entryRange(startsWith: string | undefined, { after, before, limit }: CacheRange): EntryRange {
  return {
    scan: {
      startsWith,
      ...(after !== undefined && { after: checkKey(after, "key after which a range begins") }),
    },
    before: before === undefined ? undefined : checkKey(before, "key before which a range ends"),
    limit: checkLimit(limit) ?? Number.POSITIVE_INFINITY,
  };
}

/** Ends a listing of keys at the end of its range. */
export async function* keysBefore(
  pages: AsyncIterable<readonly string[]>,
  before: string | undefined,
): AsyncGenerator<readonly string[], void, undefined> {
  for await (const page of pages) {
    const last = page.at(-1);
    if (before === undefined || last === undefined || compareCodePoints(last, before) < 0) yield page;
    else {
      yield page.filter((key) => compareCodePoints(key, before) < 0);
      return;
    }
  }
}
