import type { DigestKeys } from "./digest-keys.ts";

/** How a value is loaded. */
export interface LoadOptions {
  /**
   * How much memory copies of parts may take that a value holds more than once, in bytes, estimated before anything is made; 512 MiB
   * unless given. What is stored once and held once takes nothing of it.
   */
  readonly maxCopiedBytes?: number | undefined;
}

/**
 * Values under the digests of what they are: equal values are stored once. Wherever a key is asked for, an alias does, too: `evict` then
 * takes the name away, and leaves the value to {@link ValueStorage.gc}. Lists have digests alone.
 */
export interface ValueStorage extends DigestKeys, AsyncDisposable {
  /** See {@link digest}. */
  digest(value: unknown): string;
  /**
   * Stores a value, and returns its digest. What is stored already is not written again.
   *
   * The value is copied at once: what is changed afterwards is not stored.
   *
   * @param key an alias: a name for the value, by which it is found, too. It is an id, as results have, that is no hexadecimal number; one
   * that was given to another value is given to this one, in one step with saving it. Or the digest, where it is known: it is compared.
   * @throws {NotRoundTrippableError} `NOT_ROUND_TRIPPABLE`, naming the path of what cannot be stored.
   * @throws {InvalidDigestError} `INVALID_DIGEST` when `key` is neither an alias nor the digest of the value.
   */
  save(value: unknown, key?: string): Promise<string>;
  /**
   * The value that is stored under a digest, the beginning of one, or an alias. It is a copy that nobody else holds.
   *
   * @throws {DigestNotFoundError} `DIGEST_NOT_FOUND` when it, or a part of it, is not stored.
   * @throws {AmbiguousDigestError} `AMBIGUOUS_DIGEST`; {@link InvalidDigestError} `INVALID_DIGEST`.
   * @throws {CorruptRecordError} `CORRUPT_RECORD` when what is stored has another digest, or is no value.
   * @throws {ValueTooLargeError} `VALUE_TOO_LARGE` when copies of its parts would take more than `maxCopiedBytes`; {@link RangeError} for
   * that.
   */
  load(key: string, options?: LoadOptions): Promise<unknown>;
  /**
   * Gives back to the system the space that removed values have left, and returns how many bytes: a database shrinks,
   * temporary files that killed processes left in a store of files go. Nothing that is stored changes. 0 where nothing can be given
   * back, as in memory.
   *
   * @throws {LockTimeoutError} `LOCK_TIMEOUT` when other processes write all the time.
   */
  compact(): Promise<number>;

  /**
   * Removes values that nothing needs, and returns how many: those that neither a stored call nor an alias reaches nor one of `roots`,
   * whole digests or beginnings of them. What is being saved meanwhile, or refers to what is, stays whole.
   *
   * @throws as {@link DigestKeys.expand}, before anything is removed.
   */
  gc(roots?: Iterable<string>): Promise<number>;
  /** The aliases, in order, each with the digest it stands for; in bounded memory. */
  aliases(): AsyncIterable<readonly [alias: string, digest: string]>;
  /**
   * How many stored values hold each stored value as a part, by digest: each counts once, however often it holds it. Parts are what was split
   * off, large bytes, and what is referred to; a value that none holds has 0. Aliases and calls are not counted.
   */
  countReuses(): Promise<Map<string, number>>;
  /** Waits for what was accepted, then refuses everything. Closing again is a no-op. */
  close(): Promise<void>;
}
