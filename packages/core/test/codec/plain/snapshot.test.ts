import { deepStrictEqual } from "node:assert/strict";
import { valueArbitrary } from "@results-manager/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import { snapshot } from "../../../src/codec/plain/snapshot.ts";

function objectsIn(value: unknown, found: Set<object> = new Set()): Set<object> {
  if (typeof value !== "object" || value === null) return found;
  found.add(value);
  if (ArrayBuffer.isView(value)) found.add(value.buffer);
  else if (value instanceof Map || value instanceof Set) for (const item of value) objectsIn(item, found);
  for (const key of ArrayBuffer.isView(value) ? [] : Object.keys(value))
    objectsIn((value as Record<string, unknown>)[key], found);
  return found;
}

test("the copy is equal and shares nothing", () => {
  fc.assert(
    fc.property(valueArbitrary(), (value) => {
      const copy = snapshot(value);
      deepStrictEqual(copy, value);
      const shared = objectsIn(value).intersection(objectsIn(copy));
      // Small Buffers are slices of one pool: only that may be common, and writing to a slice changes that slice alone.
      expect([...shared].filter((object) => !(object instanceof ArrayBuffer && object.byteLength >= 8192))).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

test("what the codec will refuse is handed through as it is", () => {
  class Stack extends Array<number> {}
  const values = [() => 1, new URL("http://localhost"), Stack.of(1), new (class extends Date {})(0)];
  for (const [i, value] of snapshot(values).entries()) expect(value).toBe(values[i]);
});

test("a hole stays a hole", () => {
  const copy = snapshot(Object.assign(Array(3), { 1: "x" }));
  expect([0 in copy, 1 in copy, 2 in copy]).toEqual([false, true, false]);
});
