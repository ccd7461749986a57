import type { Model, ModelOutput } from "../models/model.ts";
import { checkOptions, type OptionNames } from "../options/check-options.ts";
import type { CopySummary } from "../results/copy-records.ts";
import type { OnRecordError } from "../results/record-failures.ts";
import { waitForTimeSlice } from "../scheduling/event-loop.ts";
import { pagesLater } from "../scheduling/pages-later.ts";
import { StorageAccess } from "../storage/storage-access.ts";
import type { StorageBase } from "../storage/storage-base.ts";
import { STORAGE_OPTIONS } from "../storage/storage-options.ts";
import type { ExportRecordsOptions, ImportRecordsOptions } from "../transfer/keyed-record.ts";
import type { Transfer } from "../transfer/transfer.ts";
import { listOf } from "../typed-records/list-of.ts";
import type {
  AsyncCacheBackend,
  CacheBounds,
  CacheComputation,
  CacheCompute,
  CacheEntriesOptions,
  CacheGetOptions,
  CacheRange,
  CacheSetOptions,
  CacheStats,
  CopyCacheOptions,
  ListedCacheEntry,
} from "./async-cache-backend.ts";
import { CacheEntries } from "./cache-entries.ts";
import { checkKey, checkPrefix, checkTags } from "./cache-key.ts";
import type { CacheParts } from "./cache-parts.ts";
import type { CacheRecord } from "./cache-record.ts";
import { ComputedEntries } from "./computed-entries.ts";
import { entriesOf, entryOf, modelIn, timesFor } from "./entry.ts";
import { parseBounds } from "./eviction/bounds.ts";
import { checkDelta, incrementEntry } from "./increment.ts";
import { listEntries, measureEntries } from "./list-entries.ts";
import { CACHE_BOUNDS, CACHE_SET_OPTIONS } from "./option-names.ts";
import { pruneCache } from "./prune-cache.ts";
import { readValues } from "./read-values.ts";
import { invalidateTag } from "./tags/tag-versions.ts";
import { touchEntry } from "./touch-entry.ts";

/** Returns the parts of a cache. */
export let cachePartsOf: (cache: CacheFace) => CacheParts;

/** Cache in a storage, which other faces may use too: it is closed with the last of them. */
export class CacheFace implements AsyncCacheBackend {
  /** Storage that contains the entries. */
  readonly storage: StorageBase;
  readonly #access: StorageAccess;
  readonly #entries: CacheEntries;
  readonly #computed: ComputedEntries;

  static {
    cachePartsOf = (cache) => ({ access: cache.#access, entries: cache.#entries, computed: cache.#computed });
  }

  /** @throws {RangeError} for bounds that are not whole numbers from 1; {@link TypeError} for bounds that are not numbers. */
  constructor(target: StorageAccess | StorageBase, bounds: CacheBounds = {}) {
    // A medium may pass on the options of its cache, with those of its storage.
    checkOptions(bounds, { ...CACHE_BOUNDS, ...STORAGE_OPTIONS } as OptionNames<CacheBounds>, "a cache");
    const checked = parseBounds(bounds);
    this.#access = StorageAccess.to(target, "cache");
    this.storage = this.#access.storage;
    this.#entries = new CacheEntries(this.#access, checked);
    this.#computed = new ComputedEntries(this.#access, this.#entries);
  }

  getValue<M extends Model | undefined = undefined>(
    key: string,
    options?: CacheGetOptions<M>,
  ): Promise<ModelOutput<M> | undefined> {
    // Not async: a synchronous read needs only one promise.
    try {
      checkKey(key);
      const model = modelIn(options, "getValue");
      const records = this.#entries.readNow();
      if (!records) return this.#get(key, model) as Promise<ModelOutput<M> | undefined>;
      const value = this.#entries.valueOf(key, this.#entries.find(records, key), model, true);
      return Promise.resolve(value as ModelOutput<M> | undefined);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  async #get(key: string, model: Model | undefined): Promise<unknown> {
    const found = await this.#access.accept(() => this.#entries.read(key));
    // A batch completes hundreds of calls at once, and each decodes its record.
    const wait = waitForTimeSlice();
    if (wait) await wait;
    return this.#entries.valueOf(key, found, model, false);
  }

  setValue(key: string, value: unknown, options: CacheSetOptions = {}): Promise<void> {
    // Not async: the original value, which has been copied, would stay in memory until the write is done.
    try {
      checkKey(key);
      checkOptions(options, CACHE_SET_OPTIONS, "setValue");
      const tags = checkTags(options.tags);
      const content = entryOf(key, value, timesFor(this.storage.clock, options.ttlSeconds));
      const records = tags.length === 0 ? this.#entries.readNow() : undefined;
      if (!records) return this.#entries.write(key, content, tags);
      return this.#entries.writeNow(records, key, content);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  async multiGetValues<M extends Model | undefined = undefined>(
    keys: Iterable<string>,
    options?: CacheGetOptions<M>,
  ): Promise<(ModelOutput<M> | undefined)[]> {
    const checked = listOf(keys, "keys", (key) => checkKey(key));
    const model = modelIn(options, "multiGetValues");
    return (await readValues(this.#access, this.#entries, checked, model)) as (ModelOutput<M> | undefined)[];
  }

  async multiSetValues(
    pairs: Iterable<readonly [key: string, value: unknown]>,
    options: CacheSetOptions = {},
  ): Promise<void> {
    checkOptions(options, CACHE_SET_OPTIONS, "multiSetValues");
    const tags = checkTags(options.tags);
    const writes = entriesOf(pairs, timesFor(this.storage.clock, options.ttlSeconds));
    const records = tags.length > 0 ? undefined : this.#entries.readNow(writes.length);
    if (records) for (const { key, content } of writes) records.set(key, content);
    else await this.#access.accept(() => this.#entries.writeTogether(writes, tags));
    this.#entries.counts.sets += writes.length;
  }

  async exists(key: string): Promise<boolean> {
    checkKey(key);
    const records = this.#entries.readNow();
    if (records) return this.#entries.find(records, key) !== undefined;
    return this.#access.accept(() => this.#entries.has(key));
  }

  async delete(key: string): Promise<number> {
    return this.deleteMany([key]);
  }

  async deleteMany(keys: Iterable<string>): Promise<number> {
    const checked = listOf(keys, "keys", (key) => checkKey(key));
    return this.#access.accept(() => this.#entries.remove(checked));
  }

  incr(key: string, delta = 1): Promise<number> {
    // Not async: a synchronous increment needs only one promise.
    try {
      checkKey(key);
      checkDelta(key, delta);
      return incrementEntry(this.#entries, this.storage, key, delta);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  async touch(key: string, ttlSeconds: number): Promise<boolean> {
    checkKey(key);
    if (ttlSeconds === undefined) throw new TypeError("ttlSeconds must be a number, got undefined.");
    return touchEntry(this.#entries, key, timesFor(this.storage.clock, ttlSeconds).expiresAt);
  }

  getOrCompute<M extends Model | CacheCompute>(
    key: string,
    model: M,
    ...computation: CacheComputation<M>
  ): Promise<ModelOutput<M>> {
    return this.#computed.getOrCompute(key, model, computation) as Promise<ModelOutput<M>>;
  }

  async invalidateTag(tag: string): Promise<void> {
    await invalidateTag(this.#access, checkKey(tag, "tag"));
  }

  keys(prefix?: string, range?: CacheRange): AsyncGenerator<string, void, undefined> {
    return listEntries(this.#access, prefix, range);
  }

  async *entries<M extends Model | undefined = undefined, OnError extends OnRecordError | "yield" = "throw">(
    prefix?: string,
    options?: CacheEntriesOptions<M, OnError>,
  ): AsyncGenerator<ListedCacheEntry<ModelOutput<M>, OnError>, void, undefined> {
    const { listValues } = await import("./list-values.ts");
    const entries: AsyncIterable<unknown> = listValues(this.#access, prefix, options);
    yield* entries as AsyncIterable<ListedCacheEntry<ModelOutput<M>, OnError>>;
  }

  async clear(prefix?: string): Promise<number> {
    const range = { startsWith: checkPrefix(prefix) };
    return this.#access.operate([], "write", () => this.storage.wipe("cache", range));
  }

  async *exportRecords(
    prefix?: string,
    options?: ExportRecordsOptions,
  ): AsyncGenerator<readonly CacheRecord[], void, undefined> {
    const startsWith = checkPrefix(prefix);
    const open = async () => (await this.#transfer()).exportRecords({ startsWith }, options);
    yield* this.#access.listing(pagesLater(open));
  }

  async importRecords(records: readonly CacheRecord[], options?: ImportRecordsOptions): Promise<boolean[]> {
    return this.#access.accept(async () => (await this.#transfer()).importRecords(records, options));
  }

  async copyTo(
    target: Pick<AsyncCacheBackend, "importRecords">,
    { prefix, ...options }: CopyCacheOptions = {},
  ): Promise<CopySummary> {
    const startsWith = checkPrefix(prefix);
    return this.#access.accept(async () => (await this.#transfer()).copyTo(target, { startsWith }, options));
  }

  /** Loaded on first use: most programs never copy a cache. */
  async #transfer(): Promise<Transfer<CacheRecord>> {
    const { entryTransfer } = await import("./transfer-entries.ts");
    return entryTransfer(this.#access, this.#entries);
  }

  async prune(): Promise<number> {
    return this.#access.operate([], "write", () => pruneCache(this.storage));
  }

  async compact(): Promise<number> {
    return this.#access.operate([], "write", () => this.storage.releaseSpace(true));
  }

  async stats(): Promise<CacheStats> {
    return this.#access.accept(async () => ({ ...(await measureEntries(this.storage)), ...this.#entries.counts }));
  }

  close(): Promise<void> {
    this.#entries.close();
    return this.#access.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
