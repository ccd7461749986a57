import type { Model, ModelOutput } from "../models/model.ts";
import type { CopySummary } from "../results/copy-records.ts";
import type { OnRecordError } from "../results/record-failures.ts";
import type { ExportRecordsOptions, ImportRecordsOptions } from "../transfer/keyed-record.ts";
import type {
  CacheComputation,
  CacheCompute,
  CacheEntriesOptions,
  CacheGetOptions,
  CacheRange,
  CacheSetOptions,
  CacheStats,
  CopyCacheOptions,
  ListedCacheEntry,
} from "./cache-options.ts";
import type { CacheRecord } from "./cache-record.ts";

/**
 * Cache of values with optional expiry; the interface of every cache.
 *
 * A key is any text of 1 to 1,000 bytes in UTF-8; no character has a special meaning. Every method refuses other keys with `INVALID_KEY`
 * (lone surrogates too), and a closed cache with `BACKEND_CLOSED`, before anything is changed. Expired values are absent.
 *
 * Calls that are made in one turn of the event loop are carried out in call order. Writes with tags, `multiSetValues` and `getOrCompute`
 * read before they write: await them before reading their values.
 */
export interface AsyncCacheBackend extends AsyncDisposable {
  /**
   * Reads a value; returns `undefined` on a miss. A stored `null` is a hit.
   *
   * @throws {ValidationError} `VALIDATION_FAILED` if the value does not fit the model; this is not a miss.
   * @throws {CorruptRecordError} `CORRUPT_RECORD`; {@link ModelTooOldError} `MODEL_TOO_OLD`; {@link UpgradeFailedError} `UPGRADE_FAILED`.
   */
  getValue<M extends Model | undefined = undefined>(
    key: string,
    options?: CacheGetOptions<M>,
  ): Promise<ModelOutput<M> | undefined>;

  /**
   * Stores a value, replacing any existing one. The value is copied synchronously: later changes have no effect.
   *
   * @throws {NotRoundTrippableError} `NOT_ROUND_TRIPPABLE` for a value that would not be read back equal, and for `undefined`, which means
   * a miss.
   * @throws {RangeError} for a `ttlSeconds` out of range.
   */
  setValue(key: string, value: unknown, options?: CacheSetOptions): Promise<void>;

  /** Reads many values in one round trip, in key order. @throws as {@link AsyncCacheBackend.getValue}. */
  multiGetValues<M extends Model | undefined = undefined>(
    keys: Iterable<string>,
    options?: CacheGetOptions<M>,
  ): Promise<(ModelOutput<M> | undefined)[]>;

  /**
   * Stores many values: all or none if the medium supports it, as SQLite and memory do; one by one in files. All values are checked
   * before any is written. Of duplicate keys, the last one counts.
   *
   * @throws as {@link AsyncCacheBackend.setValue}.
   */
  multiSetValues(pairs: Iterable<readonly [key: string, value: unknown]>, options?: CacheSetOptions): Promise<void>;

  /** Tells whether a value is stored. */
  exists(key: string): Promise<boolean>;

  /** Removes a value, and returns the number of removed values, 0 or 1. */
  delete(key: string): Promise<number>;

  /** Removes many values in one round trip, and returns the number of removed values. */
  deleteMany(keys: Iterable<string>): Promise<number>;

  /**
   * Adds to a stored integer, atomically across processes, and returns the sum. A missing key starts at `delta`, without expiry; an
   * existing value keeps its expiry and its tags.
   *
   * @throws {NotAnIntegerError} `NOT_AN_INTEGER` if the stored value or `delta` is not an integer, or the sum is outside ±(2^53 − 1).
   */
  incr(key: string, delta?: number): Promise<number>;

  /** Lets a value expire in so many seconds from now, and tells whether it exists. @throws {RangeError} for a `ttlSeconds` out of range. */
  touch(key: string, ttlSeconds: number): Promise<boolean>;

  /**
   * Returns the stored value, or computes and stores it: once across all tasks and processes, and again after it has expired.
   *
   * The arguments are `(key, model, compute, options)` as for results, or `(key, compute, options)` without a model: then the returned value
   * is `unknown`, since another program may have stored anything.
   *
   * A stored value that the model refuses, or that cannot be upgraded to its version, counts as a miss: it is replaced by a computed one.
   *
   * If the computing process dies, another one takes over within seconds. If `compute` throws, all waiting callers of that process get the
   * error, nothing is stored, and the next caller computes. A tag that is invalidated during the computation invalidates its value too.
   *
   * @throws {ValidationError} `VALIDATION_FAILED` if the computed value does not fit the model; {@link CorruptRecordError} `CORRUPT_RECORD`;
   * as {@link AsyncCacheBackend.setValue}; the error of `compute`; {@link ComputeCycleError} `COMPUTE_CYCLE`, within `compute`, for a call that
   * would wait for this computation.
   */
  getOrCompute<M extends Model | CacheCompute>(
    key: string,
    model: M,
    ...computation: CacheComputation<M>
  ): Promise<ModelOutput<M>>;

  /** Invalidates every value with this tag by a single write; all processes see this from their next read on. */
  invalidateTag(tag: string): Promise<void>;

  /** Yields the keys with a prefix, in code-point order and in bounded memory; all keys without one. */
  keys(prefix?: string, range?: CacheRange): AsyncIterable<string>;

  /**
   * Yields the entries with a prefix, in the order of their keys and in bounded memory. It is no use of them: it counts no hits, and does not
   * keep them from eviction.
   *
   * @throws the errors of entries that cannot be read, after all others, unless `onError` is set.
   */
  entries<M extends Model | undefined = undefined, OnError extends OnRecordError | "yield" = "throw">(
    prefix?: string,
    options?: CacheEntriesOptions<M, OnError>,
  ): AsyncIterable<ListedCacheEntry<ModelOutput<M>, OnError>>;

  /** Removes the values whose keys have a prefix, or all values without one, and returns the number of unexpired entries removed. */
  clear(prefix?: string): Promise<number>;

  /**
   * Removes expired and invalidated entries and the leases of dead processes, and returns the number of entries. Until then, or until they
   * are evicted, such entries are absent for readers but take space.
   */
  prune(): Promise<number>;

  /**
   * Returns the space of removed entries to the operating system, and the number of bytes freed: a database shrinks, and a file store
   * removes temporary files of killed processes. Stored data does not change. Returns 0 if nothing can be freed, as in memory.
   *
   * @throws {LockTimeoutError} `LOCK_TIMEOUT` if other processes write all the time.
   */
  compact(): Promise<number>;

  /** Returns the statistics of this instance and its store. */
  stats(): Promise<CacheStats>;

  /**
   * Yields the entries of a prefix in their stored form, in pages of a few megabytes, ordered by key. Expired and invalidated ones are left out.
   *
   * @throws the error of a damaged entry, after all others, unless `onError` is set.
   */
  exportRecords(prefix?: string, options?: ExportRecordsOptions): AsyncIterable<readonly CacheRecord[]>;

  /** Stores entries from {@link AsyncCacheBackend.exportRecords}, in place of existing ones; gives `false` for those that have expired. */
  importRecords(records: readonly CacheRecord[], options?: ImportRecordsOptions): Promise<boolean[]>;

  /** Copies entries to another cache, with the rest of their lifetimes and their tags; needs no model. */
  copyTo(target: Pick<AsyncCacheBackend, "importRecords">, options?: CopyCacheOptions): Promise<CopySummary>;

  /** Waits for accepted calls, then refuses all further ones. Closing again has no effect. */
  close(): Promise<void>;
}
