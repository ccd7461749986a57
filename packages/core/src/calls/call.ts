import type { ValueRef } from "../codec/value-ref.ts";
import type { Where } from "../query/types/where.ts";
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

/** Values of a call that conditions read. */
export interface CallValues<Args = unknown, Result = unknown> {
  readonly arguments: Args;
  readonly result: Result;
  readonly metadata: CallMetadata;
}

/**
 * Conditions on calls. A missing field matches everything; unknown fields are refused.
 *
 * @typeParam Values Types of the values; `unknown` where they are not known.
 */
export interface CallTemplate<Values = unknown> {
  readonly name?: string | undefined;
  /** Module, or {@link ANY} for calls that have one. */
  readonly module?: string | typeof ANY | undefined;
  readonly version?: string | number | typeof ANY | undefined;
  readonly fingerprint?: string | typeof ANY | undefined;
  /** Values, references to stored values, or {@link ANY}. Arguments that are not listed match everything. */
  readonly arguments?: WantedArguments<Values> | undefined;
  readonly result?: Values extends { readonly result: infer Result } ? Wanted<Result> : unknown;
  /** Required subjects, with values or {@link ANY}. */
  readonly metadata?: CallMetadata | undefined;
  /**
   * Condition as queries of results have it, with paths such as `"arguments.seed"`, `"result.accuracy"` and `"metadata.run.host"`, and with
   * `$createdAt` and `$updatedAt`. Values that are not in the record of a call are read by their digests.
   */
  readonly where?: Where<Values> | undefined;
}

/** Value of a template: one of the type, a reference to a stored value, or {@link ANY}. */
type Wanted<Value> = unknown extends Value ? unknown : Value | ValueRef | typeof ANY;

type WantedArguments<Values> = Values extends { readonly arguments: infer Args }
  ? { readonly [Name in keyof Args]?: Wanted<Args[Name]> }
  : Readonly<Record<string, unknown>>;
