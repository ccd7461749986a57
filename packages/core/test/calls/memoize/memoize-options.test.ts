import { expect, test } from "vitest";
import { checkMemoizeOptions } from "../../../src/calls/memoize/memoize-options.ts";
import { MemoryCalls } from "../../../src/index.ts";

const storage = new MemoryCalls();
function sum(a: number, b: number): number {
  return a + b;
}
const check = (options: unknown, fn: unknown = sum): void =>
  checkMemoizeOptions(fn as typeof sum, options as object, "storage", "a storage of calls");

test.for<Record<string, unknown>>([
  {},
  { name: "f", module: "m", version: 2, fingerprint: "x", parameters: ["a", "b"], ignore: [0, "b"], ttlSeconds: 1 },
  { fingerprint: true, self: () => 1, version: "v" },
  { fingerprint: false },
  { ignore: [5] },
  { parameters: ["0", "1"] },
  { parameters: ["a", "1"] },
])("%j are options", (options) => {
  check({ storage, ...options });
});

test.for<[Record<string, unknown>, string]>([
  [{ storage: undefined }, "storage must be a storage of calls, got undefined."],
  [{ storage: null }, "storage must be a storage of calls, got null."],
  [{ storage: 5 }, "storage must be a storage of calls, got 5."],
  [{ storage: {} }, "storage must be a storage of calls, got object."],
  [{ storage: { calls: storage } }, "storage must be a storage of calls, got a store: pass its property 'calls'."],
  [{ modul: "m" }, "Unknown option 'modul' of memoize. Did you mean 'module'?"],
  [{ name: "" }, "The name of a memoized function (pass { name } for one without) must be text"],
  [{ module: "" }, "module must be text"],
  [{ version: "" }, "version must be text"],
  [{ version: Number.NaN }, "A version must be text or a finite number, got NaN."],
  [{ version: {} }, "version must be a string"],
  [{ fingerprint: "" }, "fingerprint must be text"],
  [{ parameters: "a" }, 'parameters must be a list of names, got "a".'],
  [{ parameters: [""] }, "The name of a parameter must be text"],
  [{ parameters: ["this"] }, "No parameter can be named 'this', the name of the receiver."],
  [{ parameters: ["a", "2"] }, "The parameter at position 1 cannot be named '2', the default name of position 2."],
  [{ parameters: ["10"] }, "position 0 cannot be named '10'"],
  [{ parameters: ["a", "a"] }, "parameters must not contain duplicate names."],
  [{ ignore: 1 }, "ignore must be a list, got 1."],
  [{ ignore: [-1] }, "ignore must contain positions from 0, or names of parameters (none are given), got -1."],
  [{ ignore: [0.5] }, "got 0.5."],
  [{ ignore: ["c"], parameters: ["a", "b"] }, 'names of parameters (a, b), got "c".'],
  [{ ignore: [null] }, "got null."],
  [{ self: 5 }, "self must be a function of the receiver, got 5."],
  [{ ttlSeconds: "1" }, 'ttlSeconds must be a number, got "1".'],
])("%j is refused", ([options, message]) => {
  expect(() => check({ storage, ...options })).toThrow(message);
  expect(() => check({ storage, ...options })).toThrow(TypeError);
});

test("a ttl is a positive number", () => {
  expect(() => check({ storage, ttlSeconds: 0 })).toThrow(RangeError);
});

test("the name of a parameter may look like a number that no position has", () => {
  for (const name of ["01", "-1", "1.5"]) check({ storage, parameters: [name] });
});

test("options are an object, and the function is one", () => {
  expect(() => check(null)).toThrow("options must be an object with a storage of calls, got null.");
  expect(() => check("s")).toThrow('options must be an object with a storage of calls, got "s".');
  expect(() => check({ storage }, 5)).toThrow("fn must be a function, got 5.");
});

test("a function without a name needs one, and one without a source a fingerprint as text", () => {
  expect(() => check({ storage }, () => 1)).toThrow("The name of a memoized function");
  check({ storage, name: "f" }, () => 1);
  expect(() => check({ storage, fingerprint: true }, Math.max)).toThrow("'max' is built in or bound");
  check({ storage, fingerprint: "x" }, Math.max);
  check({ storage, fingerprint: false }, Math.max);
});
