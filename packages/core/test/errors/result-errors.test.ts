import { expect, test } from "vitest";
import { issuePath } from "../../src/errors/result-errors.ts";
import { NotRoundTrippableError, ResultNotFoundError, ValidationError } from "../../src/index.ts";

test("a validation error names the first issue, and the number of others", () => {
  const message = (issues: object[], ...more: unknown[]) =>
    new ValidationError("M", issues as never, ...(more as [])).message;
  const issue = { message: "no", path: ["a", { key: 0 }] };
  expect(message([issue])).toBe("The data does not fit model 'M': no at $.a[0].");
  expect(message([issue, issue], "id")).toBe("Result 'id' does not fit model 'M': no at $.a[0] (and 1 more).");
  expect(message([], "id", { noun: "Entry", advice: "Do so." })).toBe(
    "Entry 'id' does not fit model 'M': refused at $. Do so.",
  );
});

test("the path of an issue has keys alone", () => {
  const symbol = Symbol("s");
  expect(issuePath({ message: "", path: ["a", 1, symbol, { key: "b" }, null, { key: {} }] as never })).toEqual([
    "a",
    1,
    symbol,
    "b",
    "object",
    "object",
  ]);
  expect([issuePath(undefined), issuePath({ message: "" }), issuePath({ message: "", path: "a" as never })]).toEqual([
    [],
    [],
    [],
  ]);
});

test("an error of a part names its place in the whole, and the id once it is known", () => {
  const cause = new Error("cause");
  const inner = new NotRoundTrippableError(["b"], "it is odd", undefined, cause);
  expect(inner.message).toBe("The data could not be read back equal: at $.b, it is odd.");
  expect(inner.within(["a"], "; mend it")).toMatchObject({
    path: ["a", "b"],
    cause,
    message: expect.stringContaining("it is odd; mend it."),
  });
  const fail = (error: unknown) => (): never => {
    throw error;
  };
  const named = expect.objectContaining({
    id: "id",
    path: ["b"],
    cause,
    message: "The data of 'id' could not be read back equal: at $.b, it is odd.",
  });
  expect(() => NotRoundTrippableError.naming("id", fail(inner))).toThrow(named);
  for (const error of [
    new NotRoundTrippableError([], "it is odd", "other"),
    new ResultNotFoundError("a"),
    new Error("x"),
  ])
    expect(() => NotRoundTrippableError.naming("id", fail(error))).toThrow(error);
  expect(NotRoundTrippableError.naming("id", () => 5)).toBe(5);
});
