import { checkOptions } from "../options/check-options.ts";
import { ReadSize } from "../records/read-size.ts";
import { shouldYield, yieldToEventLoop } from "../scheduling/event-loop.ts";
import { readInBatches } from "../storage/algorithms/read-in-batches.ts";
import type { StorageAccess } from "../storage/storage-access.ts";
import type { StorageBase } from "../storage/storage-base.ts";
import { checkPrefix } from "./cache-key.ts";
import type { CacheRange, CacheStats } from "./cache-options.ts";
import { type EntryRange, entryRange, keysBefore, RANGE_OPTIONS } from "./cache-range.ts";
import { areCurrent, hasTags } from "./prune-cache.ts";

const SPACE = "cache";

/** Yields the keys of entries of a range, in order. */
export async function* listEntries(
  access: StorageAccess,
  prefix: string | undefined,
  range: CacheRange = {},
): AsyncGenerator<string, void, undefined> {
  const startsWith = checkPrefix(prefix);
  checkOptions(range, RANGE_OPTIONS, "keys");
  const parsed = entryRange(startsWith, range);
  let left = parsed.limit;
  if (left === 0) return;
  for await (const page of access.listing(pagesOf(access.storage, parsed))) {
    yield* page.slice(0, left);
    left -= page.length;
    if (left <= 0) return;
  }
}

/** Returns the number and size of the stored entries, including expired and invalidated ones, and the number of expired ones. */
export async function measureEntries(storage: StorageBase): Promise<Pick<CacheStats, "entries" | "bytes" | "expired">> {
  let entries = 0;
  let bytes = 0;
  for await (const page of storage.uses(SPACE)) {
    entries += page.length;
    for (const use of page) bytes += use.bytes;
    if (shouldYield()) await yieldToEventLoop();
  }
  let expired = 0;
  for await (const page of storage.scan(SPACE, { expired: true })) expired += page.length;
  return { entries, bytes, expired };
}

async function* pagesOf(
  storage: StorageBase,
  { scan, before, limit }: EntryRange,
): AsyncGenerator<readonly string[], void, undefined> {
  const mayBeStale = await hasTags(storage);
  const size = new ReadSize();
  // Of invalidated entries it is not known how many are left out.
  const bounded = mayBeStale || before !== undefined || limit === Number.POSITIVE_INFINITY ? scan : { ...scan, limit };
  for await (const page of keysBefore(storage.scan(SPACE, bounded), before)) {
    if (!mayBeStale) yield page;
    else {
      for await (const { keys, found } of readInBatches(storage, SPACE, page, size)) {
        const current = await areCurrent(storage, found);
        yield keys.filter((_, i) => current[i]);
      }
    }
    if (shouldYield()) await yieldToEventLoop();
  }
}
