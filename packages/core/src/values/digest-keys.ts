import type { StoreStats } from "../records/store-stats.ts";

/** Keys of a store that uses digests as keys. Methods also take a prefix of at least four characters. */
export interface DigestKeys {
  /**
   * Returns the whole digest with a prefix.
   *
   * @throws {InvalidDigestError} `INVALID_DIGEST` for fewer than 4 characters, or characters that are not hexadecimal.
   * @throws {DigestNotFoundError} `DIGEST_NOT_FOUND` if no digest has this prefix.
   * @throws {AmbiguousDigestError} `AMBIGUOUS_DIGEST` if several digests have it; the message gives the length that is needed.
   */
  expand(short: string): Promise<string>;
  /**
   * Returns the shortest prefix, of at least 4 characters, that only this stored digest has.
   *
   * @throws {InvalidDigestError} `INVALID_DIGEST`; {@link DigestNotFoundError} `DIGEST_NOT_FOUND` if it is not stored.
   */
  shrink(full: string): Promise<string>;
  /**
   * Tells whether a digest, or one with this prefix, is stored.
   *
   * @throws {InvalidDigestError} `INVALID_DIGEST`; {@link AmbiguousDigestError} `AMBIGUOUS_DIGEST`.
   */
  contains(key: string): Promise<boolean>;
  /** Counts the records and their size. Reads every record, and lets other calls through. */
  stats(): Promise<StoreStats>;
  /**
   * Removes the record of a digest or prefix, without the values it refers to, and tells whether it was stored.
   *
   * @throws {InvalidDigestError} `INVALID_DIGEST`; {@link AmbiguousDigestError} `AMBIGUOUS_DIGEST`.
   * @throws {DigestNotFoundError} `DIGEST_NOT_FOUND` if no digest has the prefix; not thrown for a whole digest.
   */
  evict(key: string): Promise<boolean>;
  /** Returns all digests, in order. */
  list(): Promise<string[]>;
  /** Yields all digests, in order and in bounded memory. */
  keys(): AsyncIterable<string>;
}
