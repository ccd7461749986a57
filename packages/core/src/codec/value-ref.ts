import { parseDigest } from "../ids/digest-text.ts";

/** Stands for a value by its digest: a text of 64 characters alone would be a value itself. */
export class ValueRef {
  /** Told by this, a proxy that was revoked is none, and throws nothing. */
  readonly #isRef = true;
  /** The digest of the value. */
  readonly digest: string;

  /** @throws {InvalidDigestError} `INVALID_DIGEST` for anything but 64 hexadecimal characters. */
  constructor(digest: string) {
    this.digest = parseDigest(digest);
    Object.freeze(this);
  }

  static [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === "object" && value !== null && #isRef in value;
  }

  /** The digest. */
  toString(): string {
    return this.digest;
  }

  /** The digest. */
  toJSON(): string {
    return this.digest;
  }
}

/**
 * A value by its digest, wherever a call or a template takes values.
 *
 * @throws as {@link ValueRef}.
 */
export function ref(digest: string): ValueRef {
  return new ValueRef(digest);
}
