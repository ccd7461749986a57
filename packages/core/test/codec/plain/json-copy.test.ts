import { expectSame, valueArbitrary } from "@results-manager/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import { encodeValue } from "../../../src/codec/encode-value.ts";
import type { JsonValue } from "../../../src/codec/json-value.ts";
import { copyJson, jsonCopy, NOT_JSON } from "../../../src/codec/plain/json-copy.ts";

test("of random values, exactly those that the codec hands through are copied, and come out the same", () => {
  fc.assert(
    fc.property(valueArbitrary(), (value) => {
      const { types } = encodeValue(value);
      const copy = jsonCopy(value);
      expectSame(copy, types ? NOT_JSON : value);
      if (!types) expectSame(copyJson(value as JsonValue), value);
    }),
    { numRuns: 500 },
  );
});

test("a copy shares nothing with its original", () => {
  const original = { list: [1, { n: 2 }], inner: { deep: { x: [[3]] } } };
  for (const copy of [jsonCopy(original), copyJson(original)] as (typeof original)[]) {
    expect(copy).toEqual(original);
    copy.list.push(9);
    (copy.list[1] as { n: number }).n = 9;
    (copy.inner.deep.x[0] as number[]).push(9);
  }
  expect(original).toEqual({ list: [1, { n: 2 }], inner: { deep: { x: [[3]] } } });
});

test("__proto__ is an ordinary key, and a prototype that somebody has changed is not copied", () => {
  const original = JSON.parse('{"__proto__": {"polluted": [1]}, "a": {"__proto__": 2}}') as JsonValue;
  try {
    Object.assign(Object.prototype, { foreign: { n: 1 } });
    for (const copy of [jsonCopy(original), copyJson(original)] as object[]) {
      expect(JSON.stringify(copy)).toBe(JSON.stringify(original));
      expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
      expect(Object.hasOwn(copy, "foreign")).toBe(false);
    }
  } finally {
    delete (Object.prototype as { foreign?: unknown }).foreign;
  }
});

test("what the codec would refuse, or has to look at, is no JSON", () => {
  const cycle: unknown[] = [];
  cycle.push(cycle);
  for (const value of [undefined, -0, Number.NaN, 1n, new Array(1), cycle, { [Symbol("s")]: 1 }, new Map(), () => 1])
    expect(jsonCopy({ value })).toBe(NOT_JSON);
  for (const items of [
    [1, undefined],
    [Number.NaN],
    [1, -0],
    [1, "a", 2n],
    [[1], () => 1],
    new Array(3),
    Object.assign([1, 2, 3], { length: 5 }),
  ])
    expect(jsonCopy({ items }), String(items)).toBe(NOT_JSON);
  class Own extends Array {}
  expect(jsonCopy(Own.from([1]))).toBe(NOT_JSON);
});
