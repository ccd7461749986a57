/** Call on one key, which holds a number or nothing. `update` replaces whatever it finds by `value`. */
export type RegisterCall =
  | { readonly name: "get" }
  | { readonly name: "delete" }
  | { readonly name: "overwrite" | "skip_if_exists" | "raise_if_exists" | "update"; readonly value: number };

/**
 * Outcome of a call: the number that `get` read or `update` replaced, or null for none; whether `delete` removed and a `set` wrote;
 * `refused` for `RESULT_EXISTS`.
 */
export type RegisterOutcome = number | boolean | null | "refused";

/** A call that was made, with its outcome. */
export interface RegisterOperation {
  readonly key: string;
  readonly call: RegisterCall;
  /** `undefined` if it is not known: the call may take effect at any time after its start, or never. */
  readonly outcome?: RegisterOutcome | undefined;
  /** Time before the call, on a clock that all processes share. */
  readonly start: number;
  /** Time after the call. */
  readonly end: number;
}
