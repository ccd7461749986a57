import { expect, test } from "vitest";
import { deserializeError } from "../../src/errors/deserialize-error.ts";
import { isResultsError } from "../../src/errors/is-results-error.ts";
import { errorAsJson, serializeError } from "../../src/errors/serialize-error.ts";
import { ResultNotFoundError, ResultsError, StorageError } from "../../src/index.ts";

const again = (error: Error): Error => deserializeError(serializeError(error));

test("an error has its class, fields, stack and causes again", () => {
  const error = new StorageError("It failed.", { id: "a", cause: new RangeError("deep", { cause: "text" }) });
  const restored = again(error);
  expect(restored).toBeInstanceOf(StorageError);
  expect(restored).toMatchObject({ message: "It failed.", code: "STORAGE_FAILED", id: "a", stack: error.stack });
  expect(restored.cause).toBeInstanceOf(RangeError);
  expect((restored.cause as Error).cause).toBe("text");
  expect(Object.keys(restored).sort()).toEqual(Object.keys(error).sort());
});

test("an error of an unknown class keeps its name, and its code makes it one of the library", () => {
  class Odd extends Error {
    override name = "Odd";
  }
  const odd = again(new Odd("x"));
  expect([odd.name, Object.getPrototypeOf(odd), Object.keys(odd)]).toEqual(["Odd", Error.prototype, []]);
  expect(Object.keys(again(new TypeError("x")))).toEqual([]);
  expect("cause" in again(new Error("x"))).toBe(false);
  const coded = deserializeError({ name: "NewError", message: "x", code: "RESULT_EXISTS" });
  expect(coded).toBeInstanceOf(ResultsError);
  expect(coded.name).toBe("NewError");
  expect(deserializeError({ name: "E", message: "x", code: "OTHER" })).not.toBeInstanceOf(ResultsError);
});

test("a cause that is no error is kept as it is", () => {
  for (const cause of [null, 5, { name: 5, message: "x" }, { name: "x" }])
    expect(deserializeError({ name: "Error", message: "x", cause }).cause).toEqual(cause);
  const native = new Error("native");
  expect(deserializeError({ name: "Error", message: "x", cause: native }).cause).toBe(native);
});

test("fields that cannot be cloned are left out, and causes that cannot are text", () => {
  const error = Object.assign(new Error("x", { cause: () => 1 }), { ok: 1, bad: () => 1 });
  expect(serializeError(error)).toEqual({ name: "Error", message: "x", ok: 1, stack: error.stack, cause: "() => 1" });
});

test("JSON has no stack, and text for what it cannot represent", () => {
  const error = Object.assign(new Error("x"), { ok: [1], big: 5n });
  expect(errorAsJson(error)).toEqual({ name: "Error", message: "x", ok: [1], big: "5n" });
});

test("eight causes are kept", () => {
  let error = new Error("0");
  for (let i = 1; i <= 9; i++) error = new Error(String(i), { cause: error });
  const messages: string[] = [];
  for (let each: unknown = again(error); each instanceof Error; each = each.cause) messages.push(each.message);
  expect(messages).toEqual(["9", "8", "7", "6", "5", "4", "3", "2", "1"]);
});

test("an error of the library is known by its code, or by its stack when it was cloned", () => {
  const error = new ResultNotFoundError("a");
  expect([
    isResultsError(error),
    isResultsError(error, "RESULT_NOT_FOUND"),
    isResultsError(error, "RESULT_EXISTS"),
  ]).toEqual([true, true, false]);
  expect(
    [null, undefined, "x", { code: "RESULT_NOT_FOUND" }, new Error("x")].map((each) => isResultsError(each)),
  ).toEqual(Array(5).fill(false));
  expect(isResultsError({ message: "", code: "RESULT_NOT_FOUND" })).toBe(true);
  expect(isResultsError({ message: "", code: "OTHER" })).toBe(false);
  const cloned = structuredClone(error);
  expect(isResultsError(cloned, "RESULT_NOT_FOUND")).toBe(true);
  expect(cloned).toMatchObject({ code: "RESULT_NOT_FOUND", name: "ResultNotFoundError" });
  const frozen = Object.freeze({ message: "", stack: error.stack });
  expect(isResultsError(frozen)).toBe(true);
  for (const stack of [5, "Odd [NO_CODE]: x", "no name"]) expect(isResultsError({ message: "", stack })).toBe(false);
});
