import { expect, test } from "vitest";
import { deserializeError } from "../../src/errors/deserialize-error.ts";
import { ResultNotFoundError, ResultsError } from "../../src/index.ts";

const plain = { name: "Error", message: "m" };
const descriptorsOf = (error: Error): unknown =>
  ["name", "stack"].map((name) => Object.getOwnPropertyDescriptor(error, name));

test("an error gets its class, by its name or its code, and its name where that differs", () => {
  const classes = [
    [{ ...plain, name: "TypeError" }, TypeError],
    [{ ...plain, name: "ResultNotFoundError", code: "RESULT_NOT_FOUND", id: "a" }, ResultNotFoundError],
    [{ ...plain, name: "OwnError", code: "RESULT_NOT_FOUND" }, ResultsError],
    [{ ...plain, name: "OwnError", code: "OTHER" }, Error],
    [plain, Error],
  ] as const;
  for (const [serialized, expected] of classes) {
    const error = deserializeError(serialized as never);
    expect(Object.getPrototypeOf(error)).toBe(expected.prototype);
    expect(error).toMatchObject(serialized);
    expect(Object.hasOwn(error, "name")).toBe(expected === ResultNotFoundError || serialized.name === "OwnError");
    expect(Object.hasOwn(error, "cause")).toBe(false);
  }
});

test("name and stack are properties as those of other errors", () => {
  const flags = { configurable: true, writable: true };
  const stack = "the stack";
  const own = deserializeError({ ...plain, name: "OwnError", stack } as never);
  expect(descriptorsOf(own)).toEqual([
    { value: "OwnError", enumerable: false, ...flags },
    { value: stack, enumerable: false, ...flags },
  ]);
  const [name] = descriptorsOf(deserializeError({ ...plain, name: "ResultsError" } as never)) as object[];
  expect(name).toEqual({ value: "ResultsError", enumerable: true, ...flags });
  expect(deserializeError(plain as never).stack).not.toBe(stack);
});

test("a cause is an error again, if it was one", () => {
  const causeOf = (cause: unknown): unknown => deserializeError({ ...plain, cause } as never).cause;
  expect(causeOf({ name: "TypeError", message: "inner" })).toBeInstanceOf(TypeError);
  const others = [
    undefined,
    null,
    "text",
    5,
    { name: "a" },
    { message: "a" },
    { name: 5, message: "a" },
    new Error("b"),
  ];
  for (const other of others) expect(causeOf(other)).toBe(other);
});
