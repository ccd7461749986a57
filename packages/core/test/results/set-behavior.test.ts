import { expect, test } from "vitest";
import { SetBehavior } from "../../src/index.ts";

test("the values are part of the contract, and cannot be changed", () => {
  expect(SetBehavior).toEqual({
    RaiseIfExists: "raise_if_exists",
    RaiseIfDifferent: "raise_if_different",
    SkipIfExists: "skip_if_exists",
    Overwrite: "overwrite",
  });
  expect(Object.isFrozen(SetBehavior)).toBe(true);
});
