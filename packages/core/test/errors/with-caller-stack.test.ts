import { expect, test } from "vitest";
import { leadingToCaller, leaveStack, withCallerStack } from "../../src/errors/with-caller-stack.ts";
import { ResultNotFoundError } from "../../src/index.ts";

function made(): ResultNotFoundError {
  return new ResultNotFoundError("a");
}

test("an error of the library gets the stack of its caller, unless a function of the user has thrown it", () => {
  const [own, thrown, frozen, other] = [made(), made(), Object.freeze(made()), new Error("b")];
  leaveStack(thrown);
  for (const value of [undefined, null, "text", 5]) {
    leaveStack(value);
    expect(withCallerStack(value)).toBe(value);
  }
  for (const error of [own, thrown, frozen, other]) {
    const { stack } = error;
    expect(withCallerStack(error)).toBe(error);
    expect(error.stack === stack).toBe(error !== own);
  }
  expect(own.stack).not.toContain("made");
});

test("an outcome is passed on, and its error leads to the caller", async () => {
  expect(await leadingToCaller(Promise.resolve(5))).toBe(5);
  const error = made();
  await expect(leadingToCaller(Promise.reject(error))).rejects.toBe(error);
  expect(error.stack).not.toContain("made");
});
