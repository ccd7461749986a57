import type {
  CacheComputation,
  CacheCompute,
  CacheGetOptions,
  CacheSetOptions,
  CacheStats,
  Model,
  ModelOutput,
} from "@results-manager/core";

/**
 * Blocking cache: `AsyncCacheBackend` with plain values instead of promises.
 *
 * Each method behaves and throws as documented there, and throws `SYNC_BRIDGE_FAILED` when the worker dies or takes longer than
 * `timeoutMs`. An asynchronous schema or function is a `TypeError`.
 */
export interface BlockingCache extends Disposable {
  /** Reads a value; returns `undefined` on a miss; see `AsyncCacheBackend.getValue`. */
  getValue<M extends Model | undefined = undefined>(
    key: string,
    options?: CacheGetOptions<M>,
  ): ModelOutput<M> | undefined;

  /** Stores a value; see `AsyncCacheBackend.setValue`. */
  setValue(key: string, value: unknown, options?: CacheSetOptions): void;

  /** Reads many values in one message to the worker; see `AsyncCacheBackend.multiGetValues`. */
  multiGetValues<M extends Model | undefined = undefined>(
    keys: Iterable<string>,
    options?: CacheGetOptions<M>,
  ): (ModelOutput<M> | undefined)[];

  /** Stores many values in one message to the worker; see `AsyncCacheBackend.multiSetValues`. */
  multiSetValues(pairs: Iterable<readonly [key: string, value: unknown]>, options?: CacheSetOptions): void;

  /** Tells whether a value is stored. */
  exists(key: string): boolean;

  /** Removes a value, and returns the number of removed values, 0 or 1. */
  delete(key: string): number;

  /** Removes many values in one message to the worker, and returns the number of removed values. */
  deleteMany(keys: Iterable<string>): number;

  /** Adds to a stored integer, atomically across processes, and returns the sum; see `AsyncCacheBackend.incr`. */
  incr(key: string, delta?: number): number;

  /** Lets a value expire in so many seconds from now, and tells whether it exists. */
  touch(key: string, ttlSeconds: number): boolean;

  /**
   * Returns the stored value, or computes and stores it: once, however many threads and processes ask for it; see
   * `AsyncCacheBackend.getOrCompute`. This thread waits while another one computes it.
   */
  getOrCompute<M extends Model | CacheCompute>(
    key: string,
    model: M,
    ...computation: CacheComputation<M>
  ): ModelOutput<M>;

  /** Invalidates every value with this tag by a single write; all processes see this from their next read on. */
  invalidateTag(tag: string): void;

  /** Yields the keys with a prefix, in code-point order and in bounded memory; all keys without one. */
  keys(prefix?: string): Generator<string, void, undefined>;

  /** Removes the values whose keys have a prefix, or all values without one, and returns the number of unexpired entries removed. */
  clear(prefix?: string): number;

  /** Removes expired and invalidated entries, and returns their number; see `AsyncCacheBackend.prune`. */
  prune(): number;

  /** Returns the space of removed entries to the system, and the number of bytes freed. */
  compact(): number;

  /** Returns the statistics of this cache and its store. A cache whose worker was replaced counts from zero. */
  stats(): CacheStats;

  /** Closes the cache; later calls are refused. Closing again is a no-op. A script that ends need not close it. */
  close(): void;
}
