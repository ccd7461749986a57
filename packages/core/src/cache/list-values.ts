import { dateOf, parseTime } from "../codec/built-ins.ts";
import { checkOptions, type OptionNames } from "../options/check-options.ts";
import { isExpired } from "../records/expiry.ts";
import type { FoundRecord } from "../records/record.ts";
import { readPages } from "../results/lookup/read-range.ts";
import { isRecordError, RecordFailures } from "../results/record-failures.ts";
import { shouldYield, yieldToEventLoop } from "../scheduling/event-loop.ts";
import type { StorageAccess } from "../storage/storage-access.ts";
import { intact } from "../typed-records/decode-record.ts";
import { checkPrefix } from "./cache-key.ts";
import type { CacheEntriesOptions, CacheEntry, FailedCacheEntry } from "./cache-options.ts";
import { entryRange, keysBefore, RANGE_OPTIONS } from "./cache-range.ts";
import { entryContext, entryValue, modelIn } from "./entry.ts";
import { CACHE_GET_OPTIONS } from "./option-names.ts";
import { areCurrent } from "./prune-cache.ts";

const OPTIONS: OptionNames<CacheEntriesOptions> = {
  ...RANGE_OPTIONS,
  ...CACHE_GET_OPTIONS,
  onError: true,
  signal: true,
};

type Listed = CacheEntry<unknown> | FailedCacheEntry;

/** Implements `AsyncCacheBackend.entries`. */
export async function* listValues(
  access: StorageAccess,
  prefix: string | undefined,
  options: CacheEntriesOptions = {},
): AsyncGenerator<Listed, void, undefined> {
  checkOptions(options, OPTIONS, "entries");
  const { onError, signal, model } = options;
  modelIn({ model }, "entries");
  const failures = onError === "yield" ? undefined : new RecordFailures(onError);
  const { scan, before, limit } = entryRange(checkPrefix(prefix), options);
  const { storage } = access;
  const pages = keysBefore(storage.scan("cache", scan), before);
  signal?.throwIfAborted();
  let left = limit;
  for await (const { ids, found } of access.listing(readPages(access, "cache", pages, { signal }))) {
    const current = await areCurrent(storage, found.map(unlessError));
    for (const [i, record] of found.entries()) {
      if (left === 0) return failures?.end();
      const key = ids[i] as string;
      if (!(record instanceof Error) && (!record || !current[i])) continue;
      const entry = await read(access, key, record, options);
      if (!entry) continue;
      if (failures && entry.error) failures.note(entry.error);
      else {
        left--;
        yield entry;
      }
      signal?.throwIfAborted();
      if (shouldYield()) await yieldToEventLoop();
    }
  }
  failures?.end();
}

function unlessError(found: FoundRecord | Error): FoundRecord {
  return found instanceof Error ? undefined : found;
}

/** Reads an entry, or makes one of its error; `undefined` for one that has expired since. @throws an error that is none of a single entry. */
async function read(
  { storage }: StorageAccess,
  key: string,
  record: NonNullable<FoundRecord> | Error,
  { model }: CacheEntriesOptions,
): Promise<Listed | undefined> {
  try {
    if (record instanceof Error) throw record;
    const content = intact(record, entryContext(storage, key));
    const { updatedAt, expiresAt } = content;
    const now = storage.clock.now();
    if (isExpired(expiresAt, now)) return undefined;
    const value = await entryValue(storage, key, content, model);
    const ttlSeconds = expiresAt === undefined ? undefined : (expiresAt - now) / 1000;
    return { key, value, ttlSeconds, updatedAt: dateOf(parseTime(updatedAt)) };
  } catch (error) {
    if (!isRecordError(error)) throw error;
    return { key, error };
  }
}
