import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { MAX_DEPTH } from "../../../src/codec/depth.ts";
import { isJson } from "../../../src/codec/plain/is-json.ts";

class Custom {}
class List extends Array {}

test.for([
  ["", 0, -1.5, true, false, null, [], {}, [[1], { a: null }], { a: { b: ["c"] } }, Object.create(null)],
  [runInNewContext("({ a: [1] })")],
])("%j is JSON", (values) => {
  for (const value of values) expect(isJson(value)).toBe(true);
});

test("anything that reads back differently, or not at all, is no JSON", () => {
  const values = [undefined, Number.NaN, Infinity, -0, 1n, Symbol("s"), () => 1, new Date(), new Map(), new Custom()];
  const odd = [List.from([1]), new Array(1), { [Symbol("s")]: 1 }];
  for (const value of [...values, ...odd]) {
    expect(isJson(value)).toBe(false);
    expect(isJson([1, value])).toBe(false);
    expect(isJson({ a: 1, b: value })).toBe(false);
  }
});

test("JSON is at most as deep as values", () => {
  const nested = (levels: number, wrap: (value: unknown) => unknown): unknown =>
    levels === 0 ? {} : wrap(nested(levels - 1, wrap));
  for (const wrap of [(value: unknown) => ({ a: value }), (value: unknown) => [value]]) {
    expect(isJson(nested(MAX_DEPTH, wrap))).toBe(true);
    expect(isJson(nested(MAX_DEPTH + 1, wrap))).toBe(false);
  }
});
