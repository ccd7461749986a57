import { expect, test } from "vitest";
import { expiryOf, isExpired, unlessExpired } from "../../src/records/expiry.ts";
import type { FoundRecord } from "../../src/records/record.ts";

test("a record is valid until its expiry, exclusive; without one it is valid forever", () => {
  expect([isExpired(100, 99), isExpired(100, 100), isExpired(100, 101), isExpired(undefined, 1e15)]).toEqual([
    false,
    true,
    true,
    false,
  ]);
});

test("an expired record is absent, a corrupt one is not", () => {
  const record = (expiresAt?: number): FoundRecord => ({ expiresAt, revision: "r" }) as FoundRecord;
  const corrupt: FoundRecord = { corrupt: "torn", revision: "r" };
  expect(unlessExpired(record(100), 100)).toBeUndefined();
  for (const living of [record(101), record()]) expect(unlessExpired(living, 100)).toBe(living);
  expect(unlessExpired(corrupt, 100)).toBe(corrupt);
  expect(unlessExpired(undefined, 100)).toBeUndefined();
});

test("seconds become whole milliseconds, rounded up except for rounding errors", () => {
  expect([1, 0.5, 0.0001, 2.007, 1.0000004].map((seconds) => expiryOf(seconds, 1_000))).toEqual([
    2_000, 1_500, 1_001, 3_007, 2_001,
  ]);
  expect(expiryOf(undefined, 1_000)).toBeUndefined();
  expect(expiryOf(1, 1_000.5)).toBe(2_001);
});

test("only positive, finite numbers whose expiry is a date are a ttl", () => {
  for (const seconds of [0, -1, Number.NaN, Number.POSITIVE_INFINITY, 8.64e12 + 1])
    expect(() => expiryOf(seconds, 0)).toThrow(RangeError);
  expect(expiryOf(8.64e12, 0)).toBe(8.64e15);
  expect(() => expiryOf("1" as never, 0)).toThrow(TypeError);
});
