import { expect, test } from "vitest";
import { inEvictionOrder } from "../../../src/cache/eviction/eviction-order.ts";

const NOW = 1_000_000;
const sorted = (
  maxBytes: number | undefined,
  ...uses: [key: string, usedAt: number, bytes?: number, expiresAt?: number][]
) =>
  inEvictionOrder(
    uses.map(([key, usedAt, bytes = 1, expiresAt]) => ({ key, usedAt, bytes, expiresAt })),
    NOW,
    maxBytes === undefined ? {} : { maxBytes },
  )
    .map(({ key }) => key)
    .join("");

test("the least recently used entries come first", () => {
  expect(sorted(undefined, ["b", 2], ["c", 3], ["a", 1])).toBe("abc");
});

test("expired entries and those that are too large alone come before all others", () => {
  expect(sorted(10, ["a", 1], ["b", 5, 1, NOW], ["c", 2, 1, NOW + 1], ["d", 6, 11], ["e", 3, 10])).toBe("bdace");
});

test("a time in the future, beyond what clocks differ, was before the clock was set back", () => {
  expect(sorted(undefined, ["a", 1], ["b", NOW + 60_000], ["c", NOW + 60_001], ["d", NOW + 60_002])).toBe("cdab");
  expect(sorted(undefined, ["a", NOW + 70_000], ["b", 9, 1, NOW])).toBe("ba");
});
