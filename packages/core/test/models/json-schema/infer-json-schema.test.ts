import { expect, test } from "vitest";
import { inferJsonSchema } from "../../../src/models/json-schema/infer-json-schema.ts";

test("each kind of value has its type", () => {
  expect(inferJsonSchema([{ a: 1, b: "x", c: null, d: true, e: [], f: {}, g: Number.NaN }])).toEqual({
    type: "object",
    properties: {
      a: { type: "number" },
      b: { type: "string" },
      c: { type: "null" },
      d: { type: "boolean" },
      e: { type: "array", items: {} },
      f: { type: "object", properties: {} },
      g: { type: "number" },
    },
  });
});

test("different values are alternatives, and fields those of any", () => {
  expect(inferJsonSchema([{ a: 1 }, { a: "x", b: [1, null, 2] }, 5])).toEqual({
    anyOf: [
      {
        type: "object",
        properties: {
          a: { anyOf: [{ type: "number" }, { type: "string" }] },
          b: { type: "array", items: { anyOf: [{ type: "number" }, { type: "null" }] } },
        },
      },
      { type: "number" },
    ],
  });
});

test("nothing is said about values that JSON lacks, nor about many keys", () => {
  for (const value of [new Date(0), 1n, new Set(), new Map(), Uint8Array.of(1), undefined]) {
    expect(inferJsonSchema([value])).toEqual({});
    expect(inferJsonSchema([1, value])).toEqual({});
  }
  const keys = Array.from({ length: 1000 }, (_, i) => [`k${i}`, i] as const);
  expect(inferJsonSchema([Object.fromEntries(keys)])).toEqual({ type: "object" });
  expect(inferJsonSchema([])).toEqual({});
});

test("a key __proto__ is an ordinary one", () => {
  const inferred = inferJsonSchema([JSON.parse('{"__proto__":1}')]);
  expect(Object.entries(inferred.properties as object)).toEqual([["__proto__", { type: "number" }]]);
});
