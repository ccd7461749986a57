import { parseDigest } from "../ids/digest-text.ts";

/** Reference to a value by its digest. The text of the digest alone would be a value of its own. */
export class ValueRef {
  /** Private field for `instanceof`, because a check of the prototype would throw for a revoked proxy. */
  readonly #isRef = true;
  /** Digest of the value. */
  readonly digest: string;

  /** @throws {InvalidDigestError} `INVALID_DIGEST` for other text than 64 hexadecimal characters. */
  constructor(digest: string) {
    this.digest = parseDigest(digest);
    Object.freeze(this);
  }

  static [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === "object" && value !== null && #isRef in value;
  }

  /** Returns the digest. */
  toString(): string {
    return this.digest;
  }

  /** Returns the digest. */
  toJSON(): string {
    return this.digest;
  }
}

/**
 * Creates a reference to a value by its digest, for calls and templates.
 *
 * @throws as {@link ValueRef}.
 */
export function ref(digest: string): ValueRef {
  return new ValueRef(digest);
}
