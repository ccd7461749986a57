import { expect, test } from "vitest";
import { SetBehavior } from "../../src/index.ts";
import { checkBehavior, DEFAULT_RULE, ruleOf } from "../../src/results/set-behavior.ts";

test("the values are part of the contract, and cannot be changed", () => {
  expect(SetBehavior).toEqual({
    RaiseIfExists: "raise_if_exists",
    RaiseIfDifferent: "raise_if_different",
    SkipIfExists: "skip_if_exists",
    Overwrite: "overwrite",
  });
  expect(Object.isFrozen(SetBehavior)).toBe(true);
});

test("a behaviour has its condition, and only a comparison needs what exists", () => {
  const rules = Object.values(SetBehavior).map(ruleOf);
  expect(rules).toEqual([
    { behavior: "raise_if_exists", condition: "absent", confirms: false, ignoresFound: true },
    { behavior: "raise_if_different", condition: "absent", confirms: true, ignoresFound: false },
    { behavior: "skip_if_exists", condition: "absent", confirms: false, ignoresFound: true },
    { behavior: "overwrite", condition: "any", confirms: false, ignoresFound: true },
  ]);
  expect([DEFAULT_RULE, checkBehavior()]).toEqual([rules[0], "raise_if_exists"]);
  expect(() => ruleOf("replace")).toThrow("behavior must be one of raise_if_exists, ");
});
