import type { ValueRef } from "../codec/value-ref.ts";
import type { ANY } from "../storage/record-pattern.ts";

/** Call of a function and its result. */
export interface Call {
  /** Name of the function. */
  readonly name: string;
  /** Module of the function. */
  readonly module?: string | undefined;
  /** Version of the function; calls of different versions are different calls. A number is converted to decimal text: `1` equals `"1"`. */
  readonly version?: string | number | undefined;
  /** Fingerprint of the function's source, such as its digest. It is not part of the key. */
  readonly fingerprint?: string | undefined;
  /** Arguments by name, in order: values, or references to stored values. */
  readonly arguments: Readonly<Record<string, unknown>>;
  /** Return value; absent if it is unknown. A property with the value `undefined` means that the function returned `undefined`. */
  readonly result?: unknown;
  /** Further information, by subject. It is not part of the key. */
  readonly metadata?: CallMetadata | undefined;
}

/** Metadata of a call: named values by subject. */
export type CallMetadata = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Call as it is stored, with references to its values. */
export interface StoredCall extends Call {
  /** Digest of name, module, version and arguments. */
  readonly key: string;
  readonly version?: string;
  readonly fingerprint?: string;
  readonly arguments: Readonly<Record<string, ValueRef>>;
  readonly result?: ValueRef;
  readonly metadata: CallMetadata;
  /** Time at which the call was first stored. */
  readonly createdAt: Date;
  /** Time at which the call was last stored. */
  readonly updatedAt: Date;
  /** Time at which the call expires; absent if it does not. */
  readonly expiresAt?: Date;
}

/** Conditions on calls. A missing field matches everything; unknown fields are refused. */
export interface CallTemplate {
  readonly name?: string | undefined;
  /** Module, or {@link ANY} for calls that have one. */
  readonly module?: string | typeof ANY | undefined;
  readonly version?: string | number | typeof ANY | undefined;
  readonly fingerprint?: string | typeof ANY | undefined;
  /** Values, references to stored values, or {@link ANY}. Arguments that are not listed match everything. */
  readonly arguments?: Readonly<Record<string, unknown>> | undefined;
  readonly result?: unknown;
  /** Required subjects, with values or {@link ANY}. */
  readonly metadata?: CallMetadata | undefined;
}
