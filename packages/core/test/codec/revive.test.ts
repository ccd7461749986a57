import { expect, test } from "vitest";
import { revive } from "../../src/codec/revive.ts";

test.for<[type: string, data: unknown, value: unknown]>([
  ["undefined", null, undefined],
  ["number", "NaN", Number.NaN],
  ["number", "-0", -0],
  ["number", "-Infinity", -Infinity],
  ["bigint", "0", 0n],
  ["bigint", "-12", -12n],
  ["Date", "1970-01-01T00:00:00.005Z", new Date(5)],
  ["Date", null, new Date(Number.NaN)],
  ["Map", [[1, 2]], new Map([[1, 2]])],
  ["Map", [], new Map()],
  ["Set", [1, 2], new Set([1, 2])],
  ["Uint8Array", "AQI=", new Uint8Array([1, 2])],
])("a %s is made of %j", ([type, data, value]) => {
  expect(revive(type, data)).toStrictEqual(value);
});

test.for<[type: string, data: unknown, shown: string]>([
  ["undefined", 5, "number"],
  ["number", "1", '"1"'],
  ["number", 1, "number"],
  ["bigint", "01", '"01"'],
  ["bigint", "-0", '"-0"'],
  ["bigint", 5, "number"],
  ["Date", 5, "number"],
  ["Date", "1970", '"1970"'],
  ["Map", null, "null"],
  ["Map", {}, "object"],
  [
    "Map",
    [
      [1, 2],
      [1, 3],
    ],
    "object",
  ],
  ["Map", [[1]], "object"],
  ["Map", [[1, 2, 3]], "object"],
  ["Map", [[1, 2], 5], "object"],
  ["Set", "ab", '"ab"'],
  ["Set", [1, 1], "object"],
  ["Uint8Array", [1, 2], "object"],
  ["Uint8Array", "*", '"*"'],
  ["Unknown", "AQI=", '"AQI="'],
  ["bigint", "x".repeat(90), `"${"x".repeat(80)}"`],
])("no %s is made of %j", ([type, data, shown]) => {
  expect(() => revive(type, data)).toThrow(`${shown} is not the encoded form of a value of type "${type}"`);
  expect(() => revive(type, data)).toThrow(TypeError);
});
