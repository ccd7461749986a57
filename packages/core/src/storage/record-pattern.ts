/** Value in a template of calls that matches any present value. */
export const ANY: unique symbol = Symbol.for("results-manager.any");

/** Required value of a field; {@link ANY} requires only that the field is present. */
export type Wanted = string | typeof ANY;

/** Template with values replaced by their digests, as calls are stored. Media with an index of calls query by it. */
export interface CallPattern {
  readonly name?: string | undefined;
  readonly module?: Wanted | undefined;
  readonly version?: Wanted | undefined;
  readonly fingerprint?: Wanted | undefined;
  readonly result?: Wanted | undefined;
  readonly arguments: readonly (readonly [name: string, value: Wanted])[];
  /** Required metadata subjects. */
  readonly subjects: readonly string[];
  readonly metadata: readonly (readonly [subject: string, name: string, value: Wanted])[];
}
