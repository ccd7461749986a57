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

/** Write that implements a behaviour. */
export interface SetRule {
  readonly behavior: SetBehavior;
  readonly condition: "any" | "absent";
  /** The behaviour reports an existing record as stored: then that record must be as durable as a written one. */
  readonly confirms: boolean;
  /** The behaviour only asks whether there is an existing record. */
  readonly ignoresFound: boolean;
}

const RULES: ReadonlyMap<unknown, SetRule> = new Map(
  Object.values(SetBehavior).map((behavior) => {
    const condition = behavior === SetBehavior.Overwrite ? "any" : "absent";
    const compares = behavior === SetBehavior.RaiseIfDifferent;
    return [behavior, { behavior, condition, confirms: compares, ignoresFound: !compares }];
  }),
);

/** Rule of a write without a behaviour. */
export const DEFAULT_RULE: SetRule = ruleOf(SetBehavior.RaiseIfExists);

/** Returns the rule of a behaviour. @throws {TypeError} for an invalid one. */
export function ruleOf(behavior: unknown): SetRule {
  const rule = RULES.get(behavior);
  if (rule) return rule;
  const known = [...RULES.keys()].join(", ");
  throw new TypeError(`behavior must be one of ${known}, got ${JSON.stringify(behavior) ?? typeof behavior}.`);
}

/** Returns the behaviour, or the default. @throws {TypeError} for an invalid one. */
export function checkBehavior(behavior: unknown = SetBehavior.RaiseIfExists): SetBehavior {
  return ruleOf(behavior).behavior;
}
