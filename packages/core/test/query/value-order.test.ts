import { valueArbitrary } from "@results-manager/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import { compareInRange, compareValues, equals, RANK, rankOf } from "../../src/query/value-order.ts";

const scalar = fc.oneof(
  fc.constantFrom(
    undefined,
    null,
    false,
    true,
    0,
    -0,
    1,
    1n,
    Number.NaN,
    -Infinity,
    2 ** 53,
    2n ** 53n + 1n,
    2 ** 53 + 2,
  ),
  fc.constantFrom("", "a", "\ue000", "\u{10000}", "\ud800", new Date(0), new Date(1), new Date(Number.NaN)),
  valueArbitrary(),
);

test("the order is total", () => {
  fc.assert(
    fc.property(scalar, scalar, scalar, (a, b, c) => {
      expect(compareValues(a, a)).toBe(0);
      expect(Math.sign(compareValues(a, b))).toBe(-Math.sign(compareValues(b, a)) + 0);
      if (compareValues(a, b) <= 0 && compareValues(b, c) <= 0) expect(compareValues(a, c)).toBeLessThanOrEqual(0);
    }),
    { numRuns: 2000 },
  );
});

test("conditions agree with the order", () => {
  fc.assert(
    fc.property(scalar, scalar, (a, b) => {
      expect(equals(a, b)).toBe(rankOf(a) !== RANK.other && compareValues(a, b) === 0);
      const inRange = compareInRange(a, b);
      if (inRange !== undefined) expect(inRange).toBe(compareValues(a, b));
    }),
    { numRuns: 1000 },
  );
});

test("the types are in the documented order", () => {
  const values = [undefined, null, false, true, -Infinity, -1n, 0, 0.5, 1n, 2, 2n ** 1100n, Infinity, Number.NaN];
  const all = [...values, new Date(0), new Date(1), new Date(Number.NaN), "", "B", "a", "\uffee", "\u{10000}", []];
  expect(all.toReversed().sort((a, b) => compareValues(a, b))).toEqual([...all.slice(1), undefined]);
  for (const [i, value] of all.slice(1).entries()) expect(compareValues(all[i], value)).toBeLessThan(0);
});
