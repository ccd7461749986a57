import type { ValueRef } from "../codec/value-ref.ts";

/** A call of a function, and what came of it. */
export interface Call {
  /** Of the function. */
  readonly name: string;
  /** Where the function is. */
  readonly module?: string | undefined;
  /** Of the function: another one is another call. A number is its decimal text: `1` is `"1"`. */
  readonly version?: string | number | undefined;
  /** What tells one text of the function from another, such as the digest of its source. It is no part of the key. */
  readonly fingerprint?: string | undefined;
  /** By name, in their order; values as they are, or by their digests. */
  readonly arguments: Readonly<Record<string, unknown>>;
  /** What it returned; absent where that is not known. A property that is `undefined` says that it returned `undefined`. */
  readonly result?: unknown;
  /** What else is to be known of it, by subject. It is no part of the key. */
  readonly metadata?: CallMetadata | undefined;
}

/** What is said of a call: by subject, values by name. */
export type CallMetadata = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** A call as it is stored: it refers to its values by their digests. */
export interface StoredCall extends Call {
  /** The digest of name, module, version and arguments. */
  readonly key: string;
  readonly version?: string;
  readonly fingerprint?: string;
  readonly arguments: Readonly<Record<string, ValueRef>>;
  readonly result?: ValueRef;
  readonly metadata: CallMetadata;
  /** When it was first stored. */
  readonly createdAt: Date;
  /** When it was last stored. */
  readonly updatedAt: Date;
  /** When it is forgotten; absent where it is not. */
  readonly expiresAt?: Date;
}

/** Asks for presence in a {@link CallTemplate}, whatever the value. */
export const ANY: unique symbol = Symbol.for("results-manager.any");

/** What calls are looked for by: what is left out may be anything, what is no field of it is refused. */
export interface CallTemplate {
  readonly name?: string | undefined;
  /** {@link ANY}: whichever it is, but there is one. */
  readonly module?: string | typeof ANY | undefined;
  readonly version?: string | number | typeof ANY | undefined;
  readonly fingerprint?: string | typeof ANY | undefined;
  /** Values as they are, or by their digests, or {@link ANY}. Arguments that are not named may be anything. */
  readonly arguments?: Readonly<Record<string, unknown>> | undefined;
  readonly result?: unknown;
  /** Subjects that there are, with values as they are, or {@link ANY}. */
  readonly metadata?: CallMetadata | undefined;
}
