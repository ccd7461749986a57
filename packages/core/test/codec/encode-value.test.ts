import { deepStrictEqual } from "node:assert/strict";
import { runInNewContext } from "node:vm";
import { valueArbitrary } from "@results-manager/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  decodeValue,
  encodeValue,
  firstDifference,
  type JsonValue,
  NotRoundTrippableError,
  type TypeTags,
} from "../../src/index.ts";

function throughJson(value: unknown): unknown {
  const encoded = JSON.parse(JSON.stringify(encodeValue(value))) as { data: JsonValue; types?: TypeTags };
  return decodeValue(encoded.data, encoded.types);
}

test("any value comes back through JSON as it was", () => {
  fc.assert(
    fc.property(valueArbitrary(), (value) => {
      const decoded = throughJson(value);
      deepStrictEqual(decoded, value);
      expect(firstDifference(value, decoded)).toBeUndefined();
    }),
    { numRuns: 500 },
  );
});

test("plain JSON is handed through uncopied, without types", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const json = JSON.parse(JSON.stringify(value)) as unknown;
      expect(encodeValue(json)).toEqual({ data: json });
      expect(encodeValue(json).data).toBe(json);
      expect(decodeValue(json as JsonValue, undefined)).toBe(json);
    }),
  );
});

describe("the stored form is stable", () => {
  test.each<[string, unknown, JsonValue, TypeTags]>([
    ["Date", { at: new Date(0) }, { at: "1970-01-01T00:00:00.000Z" }, { "/at": "Date" }],
    ["an invalid Date", [new Date(Number.NaN)], [null], { "/0": "Date" }],
    ["Map", new Map([["k", 1n]]), [["k", "1"]], { "": "Map", "/0/1": "bigint" }],
    ["Set", { s: new Set([undefined]) }, { s: [null] }, { "/s": "Set", "/s/0": "undefined" }],
    [
      "numbers",
      [Number.NaN, -0, Number.POSITIVE_INFINITY],
      ["NaN", "-0", "Infinity"],
      { "/0": "number", "/1": "number", "/2": "number" },
    ],
    ["bytes", [Uint8Array.of(1, 2), Buffer.from([255])], ["AQI=", "/w=="], { "/0": "Uint8Array", "/1": "Buffer" }],
    ["keys with / and ~", { "a/b": { "c~d": 1n } }, { "a/b": { "c~d": "1" } }, { "/a~1b/c~0d": "bigint" }],
    ["the root", undefined, null, { "": "undefined" }],
  ])("%s", (_, value, data, types) => {
    expect(encodeValue(value)).toEqual({ data, types });
    deepStrictEqual(decodeValue(data, types), value);
  });
});

test("objects and arrays of another realm are taken for what they are", () => {
  const value: unknown = runInNewContext("({ list: [1, [2]], none: undefined })");
  deepStrictEqual(throughJson(value), { list: [1, [2]], none: undefined });
});

test("objects without a prototype are plain", () => {
  const bare = Object.assign(Object.create(null) as object, { a: new Date(1) });
  deepStrictEqual(throughJson({ bare }), { bare: { a: new Date(1) } });
});

test.each<[string, () => unknown, PropertyKey[], RegExp]>([
  ["a function", () => ({ a: { b: [test] } }), ["a", "b", 0], /at \$\.a\.b\[0\], a function cannot be stored/],
  ["a class instance", () => [new (class Point {})()], [0], /an instance of Point/],
  ["a nameless class instance", () => [new (class {})()], [0], /an instance of a class/],
  ["a hole", () => ({ "odd key": Array(1) }), ["odd key", 0], /at \$\["odd key"\]\[0\], the array has a hole/],
  ["a symbol key", () => ({ [Symbol.iterator]: 1 }), [Symbol.iterator], /Symbol\(Symbol\.iterator\)/],
  ["shared memory", () => ({ m: new SharedArrayBuffer(1) }), ["m"], /SharedArrayBuffer/],
])("%s is refused with its path", (_, make, path, message) => {
  const error = expectRefusal(make());
  expect(error.path).toEqual(path);
  expect(error.message).toMatch(message);
});

test("a cycle is named where it closes; depth alone is told apart", () => {
  const cycle: { a: unknown[] } = { a: [] };
  cycle.a.push(1, cycle);
  expect(expectRefusal(cycle)).toMatchObject({ path: ["a", 1], message: expect.stringContaining("contains itself") });
  let deep: unknown = 1n;
  for (let i = 0; i < 1002; i++) deep = { deep };
  expect(expectRefusal(deep).message).toContain("deeper than 1000 levels");
});

test.each<[string, JsonValue, TypeTags]>([
  ["a type that is none", "x", { "": "NoSuchType" }],
  ["a prototype's name", "x", { "": "constructor" }],
  ["a container type on text", "x", { "": "Map" }],
  ["a scalar type on an object", { a: {} }, { "/a": "Date" }],
  ["a scalar type on an array", [], { "": "bigint" }],
  ["text that is no bigint", "1.5", { "": "bigint" }],
  ["bytes of a length that does not fit", "AQ==", { "": "Uint16Array" }],
  ["entries that are none", ["x"], { "": "Map" }],
])("types that do not fit throw: %s", (_, data, types) => {
  expect(() => decodeValue(data, types)).toThrow();
});

function expectRefusal(value: unknown): NotRoundTrippableError {
  try {
    encodeValue(value);
  } catch (error) {
    if (error instanceof NotRoundTrippableError) return error;
    throw error;
  }
  throw new Error("expected a refusal");
}
