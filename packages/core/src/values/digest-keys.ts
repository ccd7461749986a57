/** The keys of a store whose keys are digests. Wherever a key is asked for, four and more characters of its beginning do. */
export interface DigestKeys {
  /**
   * The whole digest that begins with these characters.
   *
   * @throws {InvalidDigestError} `INVALID_DIGEST` for fewer than 4 or what is not hexadecimal.
   * @throws {DigestNotFoundError} `DIGEST_NOT_FOUND` when none does.
   * @throws {AmbiguousDigestError} `AMBIGUOUS_DIGEST` when several do, saying how many characters would do.
   */
  expand(short: string): Promise<string>;
  /**
   * The shortest beginning of a stored digest that no other one has, 4 characters at least.
   *
   * @throws {InvalidDigestError} `INVALID_DIGEST`; {@link DigestNotFoundError} `DIGEST_NOT_FOUND` when it is not stored.
   */
  shrink(full: string): Promise<string>;
  /**
   * Tells whether something is stored under a digest, or the beginning of one.
   *
   * @throws {InvalidDigestError} `INVALID_DIGEST`; {@link AmbiguousDigestError} `AMBIGUOUS_DIGEST`.
   */
  contains(key: string): Promise<boolean>;
  /**
   * Removes what is stored under a digest, or the beginning of one, and nothing it refers to; tells whether it was there.
   *
   * @throws {InvalidDigestError} `INVALID_DIGEST`; {@link AmbiguousDigestError} `AMBIGUOUS_DIGEST`.
   * @throws {DigestNotFoundError} `DIGEST_NOT_FOUND` when no digest begins so; a whole one that is not stored is none.
   */
  evict(key: string): Promise<boolean>;
  /** All digests, in order. */
  list(): Promise<string[]>;
  /** All digests, in order, one by one and in bounded memory. */
  keys(): AsyncIterable<string>;
}
