import { deepStrictEqual } from "node:assert/strict";
import { runInNewContext } from "node:vm";
import { foreignInstances, foreignValues, valueArbitrary } from "@results-manager/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeValue } from "../../src/codec/decode-value.ts";
import { digest, NotRoundTrippableError } from "../../src/index.ts";
import { encodeValue } from "../../src/internal.ts";
import type { JsonValue, TypeTags } from "../../src/storage.ts";
import { firstDifference } from "../../src/typed-records/first-difference.ts";

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

const EPOCH = "1970-01-01T00:00:00.000Z";

describe("the stored form is stable", () => {
  test.each<[string, unknown, JsonValue, TypeTags]>([
    ["Date", { at: new Date(0) }, { at: "1970-01-01T00:00:00.000Z" }, { at: "Date" }],
    ["an invalid Date", [new Date(Number.NaN)], [null], { "0": "Date" }],
    ["Map", new Map([["k", 1n]]), [["k", "1"]], ["Map", { "0": { "1": "bigint" } }]],
    ["Set", { s: new Set([undefined]) }, { s: [null] }, { s: ["Set", { "0": "undefined" }] }],
    ["numbers", [Number.NaN, -0, Number.POSITIVE_INFINITY], ["NaN", "-0", "Infinity"], ["each", "number"]],
    ["bytes", [Uint8Array.of(1, 2), Buffer.from([255])], ["AQI=", "/w=="], { "0": "Uint8Array", "1": "Buffer" }],
    ["keys with / and ~", { "a/b": { "c~d": 1n } }, { "a/b": { "c~d": "1" } }, { "a/b": { "c~d": "bigint" } }],
    ["the root", undefined, null, "undefined"],
    [
      "a list of the same",
      [{ at: new Date(0) }, { at: new Date(0), b: 1 }],
      [{ at: EPOCH }, { at: EPOCH, b: 1 }],
      ["each", { at: "Date" }],
    ],
    ["a list of some", [1, 2n, 3n], [1, "2", "3"], { "1": "bigint", "2": "bigint" }],
    [
      "a list of others at last",
      [1n, 2n, 3, { a: 4n }],
      ["1", "2", 3, { a: "4" }],
      { "0": "bigint", "1": "bigint", "3": { a: "bigint" } },
    ],
    [
      "a Map of the same",
      new Map([
        ["a", 1n],
        ["b", 2n],
      ]),
      [
        ["a", "1"],
        ["b", "2"],
      ],
      ["Map", ["each", { "1": "bigint" }]],
    ],
    ["an empty Map", new Map(), [], "Map"],
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
  ["a type that is none", "x", "NoSuchType"],
  ["a prototype's name", "x", "constructor"],
  ["a container type on text", "x", "Map"],
  ["a scalar type on an object", { a: {} }, { a: "Date" }],
  ["a scalar type on an array", [], "bigint"],
  ["text that is no bigint", "1.5", "bigint"],
  ["bytes of a length that does not fit", "AQ==", "Uint16Array"],
  ["entries that are none", ["x"], "Map"],
  ["entries of three", [[1, 2, 3]], "Map"],
  [
    "a key twice",
    [
      [1, 2],
      [1, 3],
    ],
    "Map",
  ],
  ["an item twice", [1, 1], "Set"],
  ["a Set that is an object", {}, "Set"],
  ["a Date that is a Map within", [], ["Date", {}] as never],
  ["digits with a space", " 5", "bigint"],
  ["digits in hexadecimal", "0x5", "bigint"],
  ["minus zero of bigints", "-0", "bigint"],
  ["no digits", "", "bigint"],
  ["a bigint as a number", 5, "bigint"],
  ["a date of another form", "2026-01-01", "Date"],
  ["a day that is none", "2026-02-31T00:00:00.000Z", "Date"],
  ["text that is no date", "soon", "Date"],
  ["a date as a number", 5, "Date"],
  ["an undefined that is something", 0, "undefined"],
  ["a number that JSON can tell", "5", "number"],
  ["text that is no base64", "AQ=!", "Uint8Array"],
  ["base64 that was cut", "AQI", "Uint8Array"],
  ["base64 with a line break", "AQID\nAQI", "Uint8Array"],
  ["nothing as base64", null, "Uint8Array"],
  ["a type for a key that is not there", { a: 1 }, { b: "Date" }],
  ["a type for a key that is inherited", { a: 1 }, { toString: "undefined" }],
  ["a type for an item that is not there", [1], { "1": "undefined" }],
  ["a type for the length of an array", [1], { length: "undefined" }],
  ["a type for an index of another form", [1], { "00": "undefined" }],
  ["each of an object", { a: "1" }, ["each", "bigint"]],
  ["each of nothing", [1], ["each"] as never],
  ["each of too much", ["1"], ["each", "bigint", 1] as never],
  ["each of another word", ["1"], ["all", "bigint"] as never],
  ["each item, where one does not fit", ["1", "x"], ["each", "bigint"]],
  ["a Map of too much", [], ["Map", {}, 1] as never],
  ["24 o'clock", "2026-01-01T24:00:00.000Z", "Date"],
  ["types within text", "abc", { "0": "undefined" }],
  ["types that are null", { a: 1 }, { a: null as never }],
  ["types that are a number", { a: 1 }, { a: 1 as never }],
  ["types that are a list", { a: [] }, { a: ["Map"] as never }],
  ["a reference where there are none", "x", "reference"],
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

test("what no type is named for is handed through, and nothing is written for it", () => {
  const untouched = { list: [1, { a: 2 }] };
  const { data, types } = encodeValue({ untouched, at: [0, new Date(0)] });
  expect(types).toEqual({ at: { "1": "Date" } });
  const decoded = decodeValue(data, types) as { untouched: unknown };
  expect(decoded.untouched).toBe((data as typeof decoded).untouched);
});

test("types take no more room than the data, however long the paths", () => {
  const long = { ["k".repeat(16_000)]: Array.from({ length: 2_000 }, (_, i) => new Date(i)) };
  let deep: unknown = Array.from({ length: 2_000 }, (_, i) => BigInt(i));
  for (let i = 0; i < 900; i++) deep = { deep };
  for (const value of [long, deep]) {
    const { data, types } = encodeValue(value);
    expect(JSON.stringify(types).length).toBeLessThan(2 * JSON.stringify(data).length);
    deepStrictEqual(decodeValue(data, types), value);
  }
});

test("decoding reads each place that leads to a type once, and no other", () => {
  let reads = 0;
  const counted = <T extends object>(target: T): T =>
    new Proxy(target, {
      get: (of, key, self) => {
        reads++;
        return Reflect.get(of, key, self) as unknown;
      },
    });
  const untouched = counted({ a: Array(1_000).fill(0) });
  const data = { ["k".repeat(1_000)]: { at: counted({ when: "1970-01-01T00:00:00.000Z" }) }, untouched };
  decodeValue(data as unknown as JsonValue, { ["k".repeat(1_000)]: { at: { when: "Date" } } });
  expect(reads).toBeLessThan(5);
});

test("a cycle is looked for once in each object, however often it is shared", () => {
  let looks = 0;
  const handler = { ownKeys: (of: object) => Reflect.ownKeys(of).filter(() => ++looks) };
  let shared: unknown = 1;
  for (let i = 0; i < 1_100; i++) shared = new Proxy({ a: shared, b: shared }, handler);
  expect(expectRefusal(shared).message).toContain("deeper than 1000 levels");
  expect(looks).toBeLessThan(20_000);
});

test("types that are nested too deep throw, and do not exhaust the stack", () => {
  let [data, types]: [JsonValue, TypeTags] = ["1", "bigint"];
  for (let i = 0; i < 20_000; i++) [data, types] = [[data], { "0": types }];
  expect(() => decodeValue(data, types)).toThrow(TypeError);
});

test("values of another realm have the digest of ours", () => {
  for (const [, foreign, own] of foreignValues()) expect(digest({ foreign })).toBe(digest({ foreign: own }));
  for (const instance of foreignInstances()) expect(() => digest([instance])).toThrow(NotRoundTrippableError);
});
