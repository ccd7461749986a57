/** What a write does where a result is stored already. */
export const SetBehavior: {
  readonly RaiseIfExists: "raise_if_exists";
  readonly RaiseIfDifferent: "raise_if_different";
  readonly SkipIfExists: "skip_if_exists";
  readonly Overwrite: "overwrite";
} = Object.freeze({
  /** Refuse, whatever is stored. */
  RaiseIfExists: "raise_if_exists",
  /** Refuse what differs; writing the same again is fine and writes nothing. */
  RaiseIfDifferent: "raise_if_different",
  /** Keep what is stored, and say so. */
  SkipIfExists: "skip_if_exists",
  /** Replace it. */
  Overwrite: "overwrite",
});

/** One of the values of {@link SetBehavior}. */
export type SetBehavior = (typeof SetBehavior)[keyof typeof SetBehavior];

const BEHAVIORS: readonly unknown[] = Object.values(SetBehavior);

/** @throws {TypeError} for anything that is no behaviour. */
export function checkBehavior(behavior: unknown = SetBehavior.RaiseIfExists): SetBehavior {
  if (BEHAVIORS.includes(behavior)) return behavior as SetBehavior;
  throw new TypeError(
    `behavior must be one of ${BEHAVIORS.join(", ")}, got ${JSON.stringify(behavior) ?? typeof behavior}.`,
  );
}
