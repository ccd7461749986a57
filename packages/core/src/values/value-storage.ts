import type { CopySummary } from "../results/copy-records.ts";
import type { CopyRecordsOptions, ExportRecordsOptions, ImportRecordsOptions } from "../transfer/keyed-record.ts";
import type { DigestKeys } from "./digest-keys.ts";
import type { ValueRecord } from "./transfer-values.ts";

/** Options for loading a value. */
/** Options of a garbage collection. */
export interface GcOptions {
  /** Counts the values that would be removed, and removes none; false by default. */
  readonly dryRun?: boolean | undefined;
}

export interface LoadOptions {
  /**
   * Memory limit in bytes for copies of parts that a value contains more than once, estimated before loading. Default: 512 MiB. Parts that
   * it contains once do not count.
   */
  readonly maxCopiedBytes?: number | undefined;
}

/**
 * Storage of values by digest: equal values are stored once. Methods also take an alias as key; `evict` then removes the alias, and leaves
 * the value to {@link ValueStorage.gc}. Listings contain only digests.
 */
export interface ValueStorage extends DigestKeys, AsyncDisposable {
  /** Returns the digest of a value; see {@link digest}. */
  digest(value: unknown): string;
  /**
   * Stores a value, and returns its digest. A value that is already stored is not written again.
   *
   * The value is copied synchronously: later changes have no effect.
   *
   * @param key An alias by which the value can be found: an id, as for results, that is not a hexadecimal number. An alias of another value
   * is set to this one, atomically with saving it. Or the expected digest of the value, which is compared.
   * @throws {NotRoundTrippableError} `NOT_ROUND_TRIPPABLE`, with the path, for a value that cannot be stored.
   * @throws {InvalidDigestError} `INVALID_DIGEST` if `key` is neither an alias nor the digest of the value.
   */
  save(value: unknown, key?: string): Promise<string>;
  /**
   * Loads the value of a digest, a prefix of one, or an alias. The result is a new copy.
   *
   * @throws {DigestNotFoundError} `DIGEST_NOT_FOUND` if the value, or a part of it, is not stored.
   * @throws {AmbiguousDigestError} `AMBIGUOUS_DIGEST`; {@link InvalidDigestError} `INVALID_DIGEST`.
   * @throws {CorruptRecordError} `CORRUPT_RECORD` if the stored data has another digest, or is not a value.
   * @throws {ValueTooLargeError} `VALUE_TOO_LARGE` if copies of its parts would take more than `maxCopiedBytes`; {@link RangeError} if
   * `maxCopiedBytes` is invalid.
   */
  load(key: string, options?: LoadOptions): Promise<unknown>;
  /**
   * Returns the space of removed values to the operating system, and the number of bytes freed: a database shrinks, and a file store
   * removes temporary files of killed processes. Stored data does not change. Returns 0 if nothing can be freed, as in memory.
   *
   * @throws {LockTimeoutError} `LOCK_TIMEOUT` if other processes write all the time.
   */
  compact(): Promise<number>;

  /**
   * Removes values that no stored call, alias or root refers to, directly or indirectly, and returns their number. Values that are saved
   * meanwhile keep all their parts.
   *
   * @param roots Digests, prefixes or aliases of further values to keep.
   * @throws as {@link DigestKeys.expand}, before anything is removed.
   */
  gc(roots?: Iterable<string>, options?: GcOptions): Promise<number>;
  /** Yields the aliases in order, each with its digest, in bounded memory. */
  aliases(): AsyncIterable<readonly [alias: string, digest: string]>;
  /**
   * Returns, by digest, the number of stored values that contain each stored value as a part. A value counts once, even if it contains the
   * part several times. Parts are split-off children, large bytes, and referenced values; a value that is not a part has 0. Aliases and
   * calls are not counted.
   */
  countReuses(): Promise<Map<string, number>>;
  /**
   * Yields the stored records of values in pages of a few megabytes, ordered by digest.
   *
   * @throws the error of a damaged record, after all others, unless `onError` is set.
   */
  exportRecords(options?: ExportRecordsOptions): AsyncIterable<readonly ValueRecord[]>;
  /**
   * Stores records from {@link ValueStorage.exportRecords} with their aliases; gives `false` for values that are stored already. A value can be loaded
   * once all its parts are stored.
   */
  importRecords(records: readonly ValueRecord[], options?: ImportRecordsOptions): Promise<boolean[]>;
  /** Copies all values and aliases to another storage. Types need not be registered. */
  copyTo(target: Pick<ValueStorage, "importRecords">, options?: CopyRecordsOptions): Promise<CopySummary>;
  /** Waits for accepted calls, then refuses all further ones. Closing again has no effect. */
  close(): Promise<void>;
}
