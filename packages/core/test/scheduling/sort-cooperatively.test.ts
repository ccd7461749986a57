import fc from "fast-check";
import { expect, test } from "vitest";
import { sortCooperatively } from "../../src/scheduling/sort-cooperatively.ts";

test("items are sorted, and equal ones keep their order", async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: 1500 }), fc.integer({ min: 1, max: 100 }), async (length, step) => {
      const items = Array.from({ length }, (_, i) => ({ n: (i * step) % 37, i }));
      const compare = (a: { n: number }, b: { n: number }): number => a.n - b.n;
      expect(await sortCooperatively(items, compare)).toEqual(items.toSorted(compare));
    }),
    { numRuns: 30 },
  );
});

test("timers run meanwhile", async () => {
  let ticks = 0;
  const timer = setInterval(() => ticks++, 1);
  const items = Array.from({ length: 200_000 }, (_, i) => (i * 7919) % 200_003);
  const sorted = await sortCooperatively(items, (a, b) => a - b);
  clearInterval(timer);
  expect(ticks).toBeGreaterThan(2);
  expect(sorted.every((item, i) => i === 0 || (sorted[i - 1] as number) <= item)).toBe(true);
});
