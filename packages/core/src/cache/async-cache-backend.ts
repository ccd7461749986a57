import type { Model, ModelOutput } from "../models/model.ts";
import type { ComputeContext } from "../results/async-results-backend.ts";

/** How a value is read. */
export interface CacheGetOptions<M extends Model | undefined = Model | undefined> {
  /** What the value is checked against. */
  readonly model?: M;
}

/** How a value is written. */
export interface CacheSetOptions {
  /** After how many seconds the value is absent again; a positive finite number. Without it, never. */
  readonly ttlSeconds?: number | undefined;
  /** What {@link AsyncCacheBackend.invalidateTag} finds it by. */
  readonly tags?: readonly string[] | undefined;
}

/** How a value is computed. */
export interface CacheComputeOptions<M extends Model | undefined = Model | undefined> extends CacheSetOptions {
  /** What the value is checked against, computed or read. */
  readonly model?: M;
  /** Ends this caller's wait; the computation is told, and its value dropped, only when nobody waits any more. */
  readonly signal?: AbortSignal | undefined;
}

/** How much a cache may hold. What was used least recently goes first; a call that finds an entry, or writes it, uses it. */
export interface CacheBounds {
  /** At most so many entries; any number unless given. */
  readonly maxEntries?: number | undefined;
  /** At most so many bytes, as `stats()` counts them; any number unless given. */
  readonly maxBytes?: number | undefined;
}

/** What came of the calls of one instance, and what its store holds. */
export interface CacheStats {
  /** Values that were found. */
  readonly hits: number;
  /** Values that were looked for in vain. */
  readonly misses: number;
  /** Values that were stored; those that were counted up are none. */
  readonly sets: number;
  /** Entries that went because the store was full. */
  readonly evictions: number;
  /** Entries in the store, of all instances; those that have expired or were invalidated count until they are swept. */
  readonly entries: number;
  /** What they take: the sizes of files, else of keys and values as JSON. */
  readonly bytes: number;
}

/**
 * Keeps values for a while; what every cache implements.
 *
 * A key is any text that is not empty, of at most 1,000 bytes in UTF-8; it means nothing, every character is ordinary. Every method refuses
 * another with `INVALID_KEY` (lone surrogates, too) and a closed cache with `BACKEND_CLOSED`, before anything is touched. Expired means absent.
 *
 * Calls made in one turn of the event loop are carried out in the order of the calls; those that write with tags, `multiSetValues` and
 * `getOrCompute` ask before they write: await them before you read.
 */
export interface AsyncCacheBackend extends AsyncDisposable {
  /**
   * Reads a value; `undefined` on a miss. A stored `null` is a hit.
   *
   * @throws {ValidationError} `VALIDATION_FAILED` where it does not fit the model: that is no miss.
   * @throws {CorruptRecordError} `CORRUPT_RECORD`; {@link ModelTooOldError} `MODEL_TOO_OLD`; {@link UpgradeFailedError} `UPGRADE_FAILED`.
   */
  getValue<M extends Model>(
    key: string,
    options: CacheGetOptions<M> & { readonly model: M },
  ): Promise<ModelOutput<M> | undefined>;
  getValue(key: string, options?: CacheGetOptions<undefined>): Promise<unknown>;

  /**
   * Stores a value, whatever was there. It is copied at the call; what the caller changes later does not show.
   *
   * @throws {NotRoundTrippableError} `NOT_ROUND_TRIPPABLE` for what could not be read back equal, `undefined` too, which is a miss.
   * @throws {RangeError} for a `ttlSeconds` out of range.
   */
  setValue(key: string, value: unknown, options?: CacheSetOptions): Promise<void>;

  /** Reads many values in one round trip, in the order of the keys. @throws as {@link AsyncCacheBackend.getValue}. */
  multiGetValues<M extends Model>(
    keys: Iterable<string>,
    options: CacheGetOptions<M> & { readonly model: M },
  ): Promise<(ModelOutput<M> | undefined)[]>;
  multiGetValues(keys: Iterable<string>, options?: CacheGetOptions<undefined>): Promise<unknown[]>;

  /**
   * Stores many values: all or none where the medium has transactions, as SQLite and memory do; one by one on files. All are checked before
   * any is written. Of equal keys the last counts.
   *
   * @throws as {@link AsyncCacheBackend.setValue}.
   */
  multiSetValues(pairs: Iterable<readonly [key: string, value: unknown]>, options?: CacheSetOptions): Promise<void>;

  /** Tells whether a value is stored. */
  exists(key: string): Promise<boolean>;

  /** Removes a value; returns how many were there, 0 or 1. */
  delete(key: string): Promise<number>;

  /** Removes many values in one round trip; returns how many were there. */
  deleteMany(keys: Iterable<string>): Promise<number>;

  /**
   * Adds to a stored whole number atomically, of all processes; returns what it comes to. A missing key starts at `delta`, without a ttl; what
   * is stored keeps the rest of its ttl, and its tags.
   *
   * @throws {NotAnIntegerError} `NOT_AN_INTEGER` where the stored value or `delta` is no whole number, or the sum would leave ±(2^53 − 1).
   */
  incr(key: string, delta?: number): Promise<number>;

  /** Gives a value so many seconds from now; tells whether it was there. @throws {RangeError} for a `ttlSeconds` out of range. */
  touch(key: string, ttlSeconds: number): Promise<boolean>;

  /**
   * Returns the stored value, or computes and stores it: once, however many tasks and processes ask, and once more when it has expired.
   *
   * If the process that computes dies, another takes over within seconds. If `compute` throws, that error reaches everyone of that
   * process who waits, nothing is stored, and the next caller computes. What is invalidated while it is computed is stale at once.
   *
   * @throws as {@link AsyncCacheBackend.getValue} and {@link AsyncCacheBackend.setValue}; what `compute` throws; {@link ComputeCycleError}
   * `COMPUTE_CYCLE`, within `compute`, for what would wait for this computation.
   */
  getOrCompute<M extends Model>(
    key: string,
    compute: (context: ComputeContext) => ModelOutput<M> | Promise<ModelOutput<M>>,
    options: CacheComputeOptions<M> & { readonly model: M },
  ): Promise<ModelOutput<M>>;
  getOrCompute<T>(
    key: string,
    compute: (context: ComputeContext) => T | Promise<T>,
    options?: CacheComputeOptions<undefined>,
  ): Promise<T>;

  /** Makes every value with this tag absent, by one write, for all processes from their next read on. */
  invalidateTag(tag: string): Promise<void>;

  /** The keys that begin with `prefix`, any text, in code-point order, in bounded memory; all of them without one. */
  keys(prefix?: string): AsyncIterable<string>;

  /** Removes the values whose keys begin with `prefix`, all of them without one; returns how many entries had not expired. */
  clear(prefix?: string): Promise<number>;

  /**
   * Removes what has expired or was invalidated, and what dead processes left; returns how many entries. Until then, or until bounds drop
   * them, they are absent but take room.
   */
  prune(): Promise<number>;

  /**
   * Gives back to the system the space that removed entries have left, and returns how many bytes: a database shrinks,
   * temporary files that killed processes left in a store of files go. Nothing that is stored changes. 0 where nothing can be given
   * back, as in memory.
   *
   * @throws {LockTimeoutError} `LOCK_TIMEOUT` when other processes write all the time.
   */
  compact(): Promise<number>;

  /** What came of the calls of this instance, and what the store holds. */
  stats(): Promise<CacheStats>;

  /** Waits for what was accepted, then refuses everything. Closing again is a no-op. */
  close(): Promise<void>;
}
