import type { Model, ModelOutput } from "../models/model.ts";
import { checkOptions, type OptionNames } from "../options/check-options.ts";
import { waitForTimeSlice } from "../scheduling/event-loop.ts";
import { StorageAccess } from "../storage/storage-access.ts";
import type { StorageBase } from "../storage/storage-base.ts";
import { STORAGE_OPTIONS } from "../storage/storage-options.ts";
import { listOf } from "../typed-records/list-of.ts";
import type { AsyncCacheBackend } from "./async-cache-backend.ts";
import { CacheEntries } from "./cache-entries.ts";
import { checkKey, checkPrefix, checkTags } from "./cache-key.ts";
import type {
  CacheBounds,
  CacheComputation,
  CacheCompute,
  CacheGetOptions,
  CacheSetOptions,
  CacheStats,
} from "./cache-options.ts";
import type { CacheParts } from "./cache-parts.ts";
import { ComputedEntries } from "./computed-entries.ts";
import { entriesOf, entryOf, modelIn, timesFor } from "./entry.ts";
import { parseBounds } from "./eviction/bounds.ts";
import { checkDelta, incrementEntry } from "./increment.ts";
import { measureEntries } from "./list-entries.ts";
import { ListedCache } from "./listed-cache.ts";
import { CACHE_BOUNDS, CACHE_SET_OPTIONS } from "./option-names.ts";
import { pruneCache } from "./prune-cache.ts";
import { readValues } from "./read-values.ts";
import { invalidateTag } from "./tags/tag-versions.ts";
import { touchEntry } from "./touch-entry.ts";

/** Returns the parts of a cache. */
export let cachePartsOf: (cache: CacheFace) => CacheParts;

/** Cache in a storage, which other faces may use too: it is closed with the last of them. */
export class CacheFace extends ListedCache implements AsyncCacheBackend {
  /** Storage that contains the entries. */
  readonly storage: StorageBase;
  readonly #computed: ComputedEntries;

  static {
    cachePartsOf = (cache) => ({ access: cache.access, entries: cache.cached, computed: cache.#computed });
  }

  /** @throws {RangeError} for bounds that are not whole numbers from 1; {@link TypeError} for bounds that are not numbers. */
  constructor(target: StorageAccess | StorageBase, bounds: CacheBounds = {}) {
    // A medium may pass on the options of its cache, with those of its storage.
    checkOptions(bounds, { ...CACHE_BOUNDS, ...STORAGE_OPTIONS } as OptionNames<CacheBounds>, "a cache");
    const checked = parseBounds(bounds);
    const access = StorageAccess.to(target, "cache");
    super(access, new CacheEntries(access, checked));
    this.storage = access.storage;
    this.#computed = new ComputedEntries(this.access, this.cached);
  }

  getValue<M extends Model | undefined = undefined>(
    key: string,
    options?: CacheGetOptions<M>,
  ): Promise<ModelOutput<M> | undefined> {
    // Not async: a synchronous read needs only one promise.
    try {
      checkKey(key);
      const model = modelIn(options, "getValue");
      const records = this.cached.readNow();
      if (!records) return this.#get(key, model) as Promise<ModelOutput<M> | undefined>;
      const value = this.cached.valueOf(key, this.cached.find(records, key), model, true);
      return Promise.resolve(value as ModelOutput<M> | undefined);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  async #get(key: string, model: Model | undefined): Promise<unknown> {
    const found = await this.access.accept(() => this.cached.read(key));
    // A batch completes hundreds of calls at once, and each decodes its record.
    const wait = waitForTimeSlice();
    if (wait) await wait;
    return this.cached.valueOf(key, found, model);
  }

  setValue(key: string, value: unknown, options: CacheSetOptions = {}): Promise<void> {
    // Not async: the original value, which has been copied, would stay in memory until the write is done.
    try {
      checkKey(key);
      checkOptions(options, CACHE_SET_OPTIONS, "setValue");
      const tags = checkTags(options.tags);
      const content = entryOf(key, value, timesFor(this.storage.clock, options.ttlSeconds));
      const records = tags.length === 0 ? this.cached.readNow() : undefined;
      if (!records) return this.cached.write(key, content, tags);
      return this.cached.writeNow(records, key, content);
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
    return (await readValues(this.access, this.cached, checked, model)) as (ModelOutput<M> | undefined)[];
  }

  async multiSetValues(
    pairs: Iterable<readonly [key: string, value: unknown]>,
    options: CacheSetOptions = {},
  ): Promise<void> {
    checkOptions(options, CACHE_SET_OPTIONS, "multiSetValues");
    const tags = checkTags(options.tags);
    const writes = entriesOf(pairs, timesFor(this.storage.clock, options.ttlSeconds));
    const records = tags.length > 0 ? undefined : this.cached.readNow(writes);
    if (records) for (const { key, content } of writes) records.set(key, content);
    else await this.access.accept(() => this.cached.writeTogether(writes, tags));
    this.cached.counts.sets += writes.length;
  }

  async exists(key: string): Promise<boolean> {
    checkKey(key);
    const records = this.cached.readNow();
    if (records) return this.cached.find(records, key) !== undefined;
    return this.access.accept(() => this.cached.has(key));
  }

  async delete(key: string): Promise<number> {
    return this.deleteMany([key]);
  }

  async deleteMany(keys: Iterable<string>): Promise<number> {
    const checked = listOf(keys, "keys", (key) => checkKey(key));
    return this.access.accept(() => this.cached.remove(checked));
  }

  incr(key: string, delta = 1): Promise<number> {
    // Not async: a synchronous increment needs only one promise.
    try {
      checkKey(key);
      checkDelta(key, delta);
      return incrementEntry(this.cached, this.storage, key, delta);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  async touch(key: string, ttlSeconds: number): Promise<boolean> {
    checkKey(key);
    if (ttlSeconds === undefined) throw new TypeError("ttlSeconds must be a number, got undefined.");
    return touchEntry(this.cached, key, timesFor(this.storage.clock, ttlSeconds).expiresAt);
  }

  getOrCompute<M extends Model | CacheCompute>(
    key: string,
    model: M,
    ...computation: CacheComputation<M>
  ): Promise<ModelOutput<M>> {
    return this.#computed.getOrCompute(key, model, computation) as Promise<ModelOutput<M>>;
  }

  async invalidateTag(tag: string): Promise<void> {
    await invalidateTag(this.access, checkKey(tag, "tag"));
  }

  async clear(prefix?: string): Promise<number> {
    const range = { startsWith: checkPrefix(prefix) };
    return this.access.operate([], "write", () => this.storage.wipe("cache", range));
  }

  async prune(): Promise<number> {
    return this.access.operate([], "write", () => pruneCache(this.storage));
  }

  async compact(): Promise<number> {
    return this.access.operate([], "write", () => this.storage.releaseSpace(true));
  }

  async stats(): Promise<CacheStats> {
    return this.access.accept(async () => ({ ...(await measureEntries(this.storage)), ...this.cached.counts }));
  }

  close(): Promise<void> {
    this.cached.close();
    return this.access.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
