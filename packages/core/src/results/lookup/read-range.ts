import { ReadSize } from "../../records/read-size.ts";
import type { FoundRecord } from "../../records/record.ts";
import type { Space } from "../../records/space.ts";
import type { StorageAccess } from "../../storage/storage-access.ts";
import { isRecordError } from "../record-failures.ts";
import { type IdRange, scanIds } from "./scan-ids.ts";

/** Records that were read together. */
export interface RecordBatch {
  readonly ids: readonly string[];
  /** Record of each id, or the error of its read; `undefined` for one that was removed in the meantime. */
  readonly found: readonly (FoundRecord | Error)[];
  /** Size of the records in bytes. */
  readonly bytes: number;
}

/** Reads the records of a range in batches of limited total size. A record that cannot be read does not fail the others. */
export function readRange(
  access: StorageAccess,
  { limit, ...range }: IdRange,
  signal?: AbortSignal,
): AsyncGenerator<RecordBatch, void, undefined> {
  return readPages(access, "results", scanIds(access.storage, range), { limit, signal });
}

/** Reads the records of pages of keys in batches of limited total size, as {@link readRange} does. */
export async function* readPages(
  access: StorageAccess,
  space: Space,
  pages: AsyncIterable<readonly string[]>,
  {
    limit = Number.POSITIVE_INFINITY,
    signal,
  }: { readonly limit?: number | undefined; readonly signal?: AbortSignal | undefined } = {},
): AsyncGenerator<RecordBatch, void, undefined> {
  const size = new ReadSize();
  let left = limit;
  if (left === 0) return;
  for await (const page of pages) {
    for (let at = 0; at < page.length; ) {
      signal?.throwIfAborted();
      const ids = page.slice(at, at + Math.min(size.next, left));
      at += ids.length;
      const found = await readEach(access, space, ids);
      const bytes = size.note(
        ids,
        found.map((record) => (record instanceof Error ? undefined : record)),
      );
      yield { ids, found, bytes };
      left -= found.filter((record) => record !== undefined).length;
      if (left === 0) return;
    }
  }
}

/** Reads records, each with an outcome of its own. @throws an error that is none of a single record. */
export async function readEach(
  access: StorageAccess,
  space: Space,
  ids: readonly string[],
): Promise<readonly (FoundRecord | Error)[]> {
  try {
    return await access.together(ids, "read", () => access.storage.read(space, ids));
  } catch (error) {
    if (ids.length === 1) {
      if (isRecordError(error)) return [error];
      throw error;
    }
    // One unreadable record fails the whole read: read them one by one.
    const outcomes: (FoundRecord | Error)[] = [];
    for (const id of ids) outcomes.push(...(await readEach(access, space, [id])));
    return outcomes;
  }
}
