import { ReadSize } from "../records/read-size.ts";
import { shouldYield, yieldToEventLoop } from "../scheduling/event-loop.ts";
import { readInBatches } from "../storage/algorithms/read-in-batches.ts";
import type { StorageAccess } from "../storage/storage-access.ts";
import type { StorageBase } from "../storage/storage-base.ts";
import type { CacheStats } from "./async-cache-backend.ts";
import { checkPrefix } from "./cache-key.ts";
import { areCurrent, hasTags } from "./prune-cache.ts";

const SPACE = "cache";

/** Yields the keys of entries with a prefix, in order. */
export async function* listEntries(
  access: StorageAccess,
  prefix: string | undefined,
): AsyncGenerator<string, void, undefined> {
  const startsWith = checkPrefix(prefix);
  for await (const page of access.listing(pagesOf(access.storage, startsWith))) yield* page;
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
  startsWith: string | undefined,
): AsyncGenerator<readonly string[], void, undefined> {
  const mayBeStale = await hasTags(storage);
  const size = new ReadSize();
  for await (const page of storage.scan(SPACE, { startsWith })) {
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
