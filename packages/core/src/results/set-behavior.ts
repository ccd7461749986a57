/** Action of a write when a result is already stored. */
export const SetBehavior: {
  readonly RaiseIfExists: "raise_if_exists";
  readonly RaiseIfDifferent: "raise_if_different";
  readonly SkipIfExists: "skip_if_exists";
  readonly Overwrite: "overwrite";
} = Object.freeze({
  /** Fails with `RESULT_EXISTS`. */
  RaiseIfExists: "raise_if_exists",
  /** Fails with `RESULT_DIFFERS` if the data differs; equal data is accepted and not written again. */
  RaiseIfDifferent: "raise_if_different",
  /** Keeps the stored result; the write returns false. */
  SkipIfExists: "skip_if_exists",
  /** Replaces the stored result. */
  Overwrite: "overwrite",
});

/** Value of {@link SetBehavior}. */
export type SetBehavior = (typeof SetBehavior)[keyof typeof SetBehavior];

const BEHAVIORS: readonly unknown[] = Object.values(SetBehavior);

/** Returns the behaviour, or the default. @throws {TypeError} for an invalid one. */
export function checkBehavior(behavior: unknown = SetBehavior.RaiseIfExists): SetBehavior {
  if (BEHAVIORS.includes(behavior)) return behavior as SetBehavior;
  throw new TypeError(
    `behavior must be one of ${BEHAVIORS.join(", ")}, got ${JSON.stringify(behavior) ?? typeof behavior}.`,
  );
}
