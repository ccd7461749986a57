import type { Model, ModelData } from "../models/model.ts";
import type { OnRecordError } from "../results/record-failures.ts";
import type { ComputeContext } from "../results/results-options.ts";
import type { CopyRecordsOptions } from "../transfer/keyed-record.ts";

/** Options for reading a value. */
export interface CacheGetOptions<M extends Model | undefined = Model | undefined> {
  /** Model that the value is validated against. */
  readonly model?: M | undefined;
}

/** Options for writing a value. */
export interface CacheSetOptions {
  /** Seconds until the value expires, a positive finite number. Default: never. */
  readonly ttlSeconds?: number | undefined;
  /** Tags for `AsyncCacheBackend.invalidateTag`. */
  readonly tags?: readonly string[] | undefined;
}

/** Options for computing a value. */
export interface CacheComputeOptions extends CacheSetOptions {
  /** Ends the wait of this caller. The computation is aborted, and its value dropped, only when all callers have stopped waiting. */
  readonly signal?: AbortSignal | undefined;
}

/** Function that computes a value of any type. */
export type CacheCompute = (context: ComputeContext) => unknown;

/**
 * Arguments of `AsyncCacheBackend.getOrCompute` after the key and the model, or after the key and the function if there is no model.
 */
export type CacheComputation<M extends Model | CacheCompute> = M extends Model
  ? [
      compute: (context: ComputeContext) => ModelData<M> | Promise<ModelData<M>>,
      options?: CacheComputeOptions | undefined,
    ]
  : [options?: CacheComputeOptions | undefined];

/** Limits of a cache. The least recently used entries are evicted first; finding an entry counts as use, and so does writing it. */
export interface CacheBounds {
  /** Greatest number of entries. Default: no limit. */
  readonly maxEntries?: number | undefined;
  /** Greatest number of bytes, as counted by `stats()`. Default: no limit. */
  readonly maxBytes?: number | undefined;
}

/** Statistics of one instance and its store. */
export interface CacheStats {
  /** Reads that found a value. */
  readonly hits: number;
  /** Reads that found no value. */
  readonly misses: number;
  /** Stored values, without increments. */
  readonly sets: number;
  /** Entries that were evicted because the store was full. */
  readonly evictions: number;
  /** Entries in the store, written by any instance. Expired and invalidated ones count until they are removed. */
  readonly entries: number;
  /** Size of the entries: of their files, or of keys and values as JSON. */
  readonly bytes: number;
  /** Entries of these that have expired. */
  readonly expired: number;
}

/** Range of a listing of keys, which are in code-point order. */
export interface CacheRange {
  /** Only keys after this one. */
  readonly after?: string | undefined;
  /** Only keys before this one. */
  readonly before?: string | undefined;
  /** Maximum number of keys. */
  readonly limit?: number | undefined;
}

/** Options of a listing of entries. */
export interface CacheEntriesOptions<
  M extends Model | undefined = Model | undefined,
  OnError extends OnRecordError | "yield" = OnRecordError | "yield",
> extends CacheRange,
    CacheGetOptions<M> {
  /**
   * Action for an entry that cannot be read or validated. `'throw'` by default: the error is thrown after all other entries. `'yield'` gives
   * `{ key, error }` in its place.
   */
  readonly onError?: OnError | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Entry of a listing. */
export interface CacheEntry<Value> {
  readonly key: string;
  readonly value: Value;
  /** Seconds until the entry expires; absent if it does not. */
  readonly ttlSeconds?: number | undefined;
  /** Time of the last write. */
  readonly updatedAt: Date;
  readonly error?: undefined;
}

/** Entry of a listing that cannot be read. */
export interface FailedCacheEntry {
  readonly key: string;
  readonly error: Error;
  readonly value?: undefined;
}

/** Item of a listing of entries. */
export type ListedCacheEntry<Value, OnError> = CacheEntry<Value> | ("yield" extends OnError ? FailedCacheEntry : never);

/** Options for copying a cache. */
export interface CopyCacheOptions extends CopyRecordsOptions {
  /** Copies only the keys that begin with this text. */
  readonly prefix?: string | undefined;
}
