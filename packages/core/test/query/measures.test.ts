import { expect, test } from "vitest";
import { Extreme, Mean, type Measure, Sum } from "../../src/query/measures.ts";

const IGNORED = [undefined, null, "5", true, new Date(5), [5]];
const result = (measure: Measure, values: readonly unknown[]): unknown => {
  for (const value of values) measure.add(value);
  return measure.result;
};

test.for<[readonly unknown[], sum: unknown, mean: unknown]>([
  [[], null, null],
  [IGNORED, null, null],
  [[1, 2, 6, ...IGNORED], 9, 3],
  [[0], 0, 0],
  [[1n, 2n], 3n, 1.5],
  [[0n], 0n, 0],
  [[1, 2n, 3], 6, 2],
  [[2n, 0.5], 2.5, 1.25],
])("sum and mean of %o", ([values, sum, mean]) => {
  expect(result(new Sum(), values)).toBe(sum);
  expect(result(new Mean(), values)).toBe(mean);
});

test.for<[readonly unknown[], least: unknown, greatest: unknown]>([
  [[], null, null],
  [[undefined, null, [1], {}], null, null],
  [[2, 1, 3], 1, 3],
  [[2, 3, 1], 1, 3],
  [[false, true], false, true],
  [[5, "a", null, false], false, "a"],
])("least and greatest of %o", ([values, least, greatest]) => {
  expect(result(new Extreme(1), values)).toBe(least);
  expect(result(new Extreme(-1), values)).toBe(greatest);
});

test("of equal values, the first one is kept", () => {
  expect(result(new Extreme(1), [1n, 1])).toBe(1n);
  expect(result(new Extreme(-1), [1, 1n])).toBe(1);
});
