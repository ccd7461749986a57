import fc from "fast-check";
import { expect, test } from "vitest";
import { MAX_DEPTH } from "../../../src/codec/depth.ts";
import { encodeValue } from "../../../src/codec/encode-value.ts";
import { isSameJson } from "../../../src/codec/plain/is-same-json.ts";
import { snapshot } from "../../../src/codec/plain/snapshot.ts";
import { firstDifference } from "../../../src/typed-records/first-difference.ts";

/** What it stands for: nothing differs, and nothing needs encoding. */
function isSameSlowly(value: unknown, other: unknown): boolean {
  return firstDifference(other, value) === undefined && encodeValue(value).types === undefined;
}

const values = fc.oneof(
  fc.jsonValue(),
  fc.anything({ withDate: true, withMap: true, withSet: true, withBigInt: true, withNullPrototype: true }),
);

test("it says what comparing and encoding would say", () => {
  fc.assert(
    fc.property(values, values, (a, b) => {
      for (const [value, other] of [
        [a, b],
        [a, snapshot(a)],
      ]) {
        if (isSameJson(value, other)) expect(isSameSlowly(value, other)).toBe(true);
      }
    }),
    { numRuns: 2_000 },
  );
});

test("plain JSON is the same as its copy", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const hasMinusZero = encodeValue(value).types !== undefined;
      expect(isSameJson(value, snapshot(value))).toBe(!hasMinusZero);
    }),
  );
});

test.each<[what: string, value: unknown, other: unknown]>([
  ["another key", { a: 1, b: 2 }, { a: 1, c: 2 }],
  ["a key more", { a: 1, b: 2 }, { a: 1 }],
  ["a key less", { a: 1 }, { a: 1, b: 2 }],
  ["an undefined property", { a: undefined }, { a: undefined }],
  ["an undefined property for an absent one", { a: undefined }, {}],
  ["minus zero", [-0], [0]],
  ["NaN", [Number.NaN], [Number.NaN]],
  ["a hole", new Array(1), new Array(1)],
  ["an array for a record", [], {}],
  ["null for a record", null, {}],
  ["a symbol", { [Symbol.iterator]: 1 }, {}],
  ["an instance", new Date(0), new Date(0)],
  ["what is inherited", Object.create({ a: 1 }), {}],
  ["a longer array", [1, 2], [1]],
])("%s is not the same", (_what, value, other) => {
  expect(isSameJson(value, other)).toBe(false);
});

test("a key named like the prototype is an ordinary one", () => {
  const data = JSON.parse('{"__proto__":{"x":1},"a":1}');
  expect(isSameJson(data, JSON.parse('{"__proto__":{"x":1},"a":1}'))).toBe(true);
  expect(isSameJson(data, { a: 1 })).toBe(false);
});

test.each([
  ["arrays", (inner: unknown) => [inner]],
  ["objects", (inner: unknown) => ({ inner })],
])("%s nested as deep as a stack could overflow are left to the thorough check", (_, wrap) => {
  const nested = (depth: number): unknown => {
    let value: unknown = 1;
    for (let i = 0; i < depth; i++) value = wrap(value);
    return value;
  };
  expect(isSameJson(nested(MAX_DEPTH), nested(MAX_DEPTH))).toBe(true);
  expect(isSameJson(nested(MAX_DEPTH + 2), nested(MAX_DEPTH + 2))).toBe(false);
});
