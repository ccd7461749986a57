import { expect, test } from "vitest";
import { PAUSE_FACTORS } from "../src/lookup/pause-factors.ts";

/** Greatest number of rows from one pause to the next, among rows of equal size. */
function longestStretch(factor: number, modulus: number, size: number): number {
  let last = 0;
  let longest = 0;
  for (let row = 1; row <= 4 * modulus; row++) {
    if ((row * factor) % modulus >= size) continue;
    longest = Math.max(longest, row - last);
    last = row;
  }
  return longest;
}

test.each([2 ** 14, 2 ** 16])("neighbouring rows have pauses at even distances, modulo %i", (modulus) => {
  for (const factor of PAUSE_FACTORS) {
    for (const size of [65, 500, 4_000])
      expect(longestStretch(factor, modulus, size)).toBeLessThan((4 * modulus) / size);
  }
});

test("other factors leave stretches that block the event loop", () => {
  expect(longestStretch(1, 2 ** 16, 500)).toBeGreaterThan(60_000);
});
