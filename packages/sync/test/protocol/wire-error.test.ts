import * as core from "@results-manager/core";
import { describe, expect, test } from "vitest";
import { decodeThrown, encodeThrown } from "../../src/protocol/wire-error.ts";

/** To the other thread and back, by what threads really do. */
const crossed = (thrown: unknown): unknown => decodeThrown(structuredClone(encodeThrown(thrown)));

const errors: readonly Error[] = [
  new core.BackendClosedError(),
  new core.CorruptRecordError("a", "/x/a.json", "torn", new SyntaxError("no", { cause: new RangeError("deeper") })),
  new core.InvalidIdError("..", "it is not"),
  new core.LockTimeoutError("a", 5),
  new core.NotRoundTrippableError(["a", 0], "no", "a"),
  new core.ResultDiffersError("a", "why", { path: ["x"], old: new Map([[1, 2n]]), new: new Date(0) }),
  new core.ResultExistsError("a"),
  new core.ResultNotFoundError("a"),
  new core.StorageError(
    "full",
    { id: "a", cause: Object.assign(new Error("no space"), { code: "ENOSPC", errno: -28 }) },
    "STORAGE_FULL",
  ),
  new core.StoreNotFoundError("/x"),
  new core.StoreTooNewError("/x", 3, 2),
  new core.ValidationError("M", [{ message: "no", path: ["x"] }], "a"),
  new core.ValueTooLargeError("a", "why"),
  new TypeError("type"),
  new RangeError("range", { cause: "text" }),
  new Error("plain"),
];

describe("errors that cross", () => {
  test.for(errors)("%s: the same class, fields and causes", (error) => {
    const again = crossed(error) as Error;
    expect(again).not.toBe(error);
    expect(Object.getPrototypeOf(again)).toBe(Object.getPrototypeOf(error));
    expect(again).toStrictEqual(error);
    expect({ ...again }).toStrictEqual({ ...error });
    expect([again.name, again.message, again.stack]).toEqual([error.name, error.message, error.stack]);
    expect(Object.keys(again).sort()).toEqual(Object.keys(error).sort());
    let [cause, expected] = [again.cause as Error | undefined, error.cause as Error | undefined];
    for (; expected instanceof Error; [cause, expected] = [cause.cause as Error, expected.cause as Error]) {
      expect(cause).toStrictEqual(expected);
      if (!(cause instanceof Error)) return;
    }
    expect(cause).toEqual(expected);
  });

  test("a class of somebody else's is an Error of that name, and one with a code of ours is ours", () => {
    class TheirError extends Error {
      override name = "TheirError";
      readonly code = "SQLITE_BUSY";
    }
    expect(crossed(new TheirError("busy"))).toMatchObject({ name: "TheirError", message: "busy", code: "SQLITE_BUSY" });
    class OurOwn extends core.ResultsError {}
    const again = crossed(new OurOwn("STORAGE_FAILED", "no", { id: "a" }));
    expect(again).toBeInstanceOf(core.ResultsError);
    expect(again).toMatchObject({ name: "OurOwn", code: "STORAGE_FAILED", id: "a" });
  });

  test("what cannot cross is left out; a chain of causes has an end", () => {
    const error: Error & { f?: unknown; n?: number } = new Error("self");
    Object.assign(error, { cause: error, f: () => 1, n: 1 });
    const again = crossed(error) as Error & { f?: unknown; n?: number };
    expect([again.n, again.f]).toEqual([1, undefined]);
    let depth = 0;
    for (let at: unknown = again; at instanceof Error; at = at.cause) depth++;
    expect(depth).toBeLessThan(20);
  });

  test("what is no error", () => {
    expect([crossed("text"), crossed(undefined), crossed({ a: 1 })]).toEqual(["text", undefined, { a: 1 }]);
    expect(crossed(Symbol("s"))).toBe("Symbol(s)");
  });
});
