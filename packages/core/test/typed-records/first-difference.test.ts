import { isDeepStrictEqual } from "node:util";
import { valueArbitrary } from "@results-manager/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Difference } from "../../src/index.ts";
import { firstDifference } from "../../src/typed-records/first-difference.ts";

/** Asks Node; `undefined` where Node itself fails, as for some pairs of Sets that contain `null`. */
function areEqual(a: unknown, b: unknown): boolean | undefined {
  try {
    return isDeepStrictEqual(a, b);
  } catch {
    return undefined;
  }
}

test("says the same as isDeepStrictEqual", () => {
  fc.assert(
    fc.property(valueArbitrary(), valueArbitrary(), (a, b) => {
      const isEqual = areEqual(a, b);
      fc.pre(isEqual !== undefined);
      expect(firstDifference(a, b) === undefined).toBe(isEqual);
      expect(firstDifference(a, structuredClone(a)) === undefined).toBe(isDeepStrictEqual(a, structuredClone(a)));
    }),
    { numRuns: 300 },
  );
});

test("is symmetric, with old and new exchanged", () => {
  const small = fc.oneof(fc.integer({ max: 2, min: 0 }), fc.constantFrom("a", null, undefined));
  const value = fc.oneof(
    small,
    fc.array(small, { maxLength: 3 }),
    fc.array(fc.array(small, { maxLength: 2 }), { maxLength: 2 }),
  );
  fc.assert(
    fc.property(value, value, (a, b) => {
      const there = firstDifference(a, b);
      const back = firstDifference(b, a);
      expect(back).toEqual(there && { path: there.path, old: there.new, new: there.old });
    }),
  );
});

test.each<[unknown, unknown, Difference | undefined]>([
  [1, 1, undefined],
  [Number.NaN, Number.NaN, undefined],
  [0, -0, { path: [], old: 0, new: -0 }],
  [{ a: [1, 2] }, { a: [1, 3] }, { path: ["a", 1], old: 2, new: 3 }],
  [{ a: 1 }, { a: 1, b: undefined }, { path: ["b"], old: undefined, new: undefined }],
  [
    { a: 1, b: 2 },
    { b: 3, a: 1 },
    { path: ["b"], old: 2, new: 3 },
  ],
  [[1], [1, undefined], { path: [1], old: undefined, new: undefined }],
  [[], {}, { path: [], old: [], new: {} }],
  [new Map([[{ k: 1 }, 1]]), new Map([[{ k: 1 }, 1]]), undefined],
  [new Set([[1], [2]]), new Set([[2], [1]]), undefined],
  [new Set([[1], [1]]), new Set([[1], [2]]), { path: [], old: new Set([[1], [1]]), new: new Set([[1], [2]]) }],
  [null, undefined, { path: [], old: null, new: undefined }],
  [new URL("a:b"), new URL("a:b"), { path: [], old: expect.any(URL), new: expect.any(URL) }],
  [() => 1, () => 1, { path: [], old: expect.any(Function), new: expect.any(Function) }],
  [Uint8Array.of(1), Int8Array.of(1), { path: [], old: Uint8Array.of(1), new: Int8Array.of(1) }],
])("firstDifference(%o, %o)", (a, b, expected) => {
  expect(firstDifference(a, b)).toEqual(expected);
});

test("Maps and Sets in another order are compared without comparing each entry with each", () => {
  let reads = 0;
  const items = Array.from({ length: 2_000 }, (_, i) => ({
    get n() {
      reads++;
      return i;
    },
  }));
  expect(firstDifference(new Set(items), new Set(items.toReversed().map(({ n }) => ({ n }))))).toBeUndefined();
  const entries = items.map((item): [unknown, unknown] => [item, item]);
  const reversed = entries.toReversed().map(([key, item]): [unknown, unknown] => [{ ...(key as object) }, item]);
  expect(firstDifference(new Map(entries), new Map(reversed))).toBeUndefined();
  expect(firstDifference(new Map(entries), new Map(reversed.slice(1)))).toMatchObject({ path: [] });
  expect(reads).toBeLessThan(20 * items.length);
});
