import { expect, test } from "vitest";
import { entryOf } from "../../src/cache/entry.ts";
import { checkDelta, incrementEntry } from "../../src/cache/increment.ts";
import { MemoryCache } from "../../src/index.ts";
import type { RecordContent } from "../../src/records/record.ts";

const STORAGE = { locate: () => "here", clock: { now: () => 5 } };
const MOST = Number.MAX_SAFE_INTEGER;

/** Adds to an entry, at once or later, and returns the sum and the new entry. */
async function added(value: unknown, delta: number, isLater = false) {
  const living = value === undefined ? undefined : entryOf("k", value, { now: 1, expiresAt: 9 });
  let entry: RecordContent | undefined;
  const change = (_: string, next: (living: RecordContent | undefined) => RecordContent | undefined) => {
    const apply = (): void => {
      entry = next(living);
    };
    if (isLater) return Promise.resolve().then(apply);
    apply();
    return undefined;
  };
  return { sum: await incrementEntry({ change } as never, STORAGE, "k", delta), entry };
}

test("a missing entry begins at the amount, without expiry", async () => {
  for (const isLater of [false, true]) {
    const { sum, entry } = await added(undefined, 3, isLater);
    expect([sum, entry?.data, entry?.expiresAt, entry?.createdAt]).toEqual([
      3,
      3,
      undefined,
      new Date(5).toISOString(),
    ]);
  }
  expect(Object.is((await added(undefined, -0)).sum, 0)).toBe(true);
});

test("an integer is increased, and keeps its expiry", async () => {
  for (const isLater of [false, true]) {
    const { sum, entry } = await added(7, -9, isLater);
    expect([sum, entry?.data, entry?.expiresAt, entry?.updatedAt]).toEqual([-2, -2, 9, new Date(5).toISOString()]);
  }
  expect(Object.is((await added(3, -3)).sum, 0)).toBe(true);
  expect((await added(MOST - 1, 1)).sum).toBe(MOST);
});

test("a sum is a safe integer, and so is the value", async () => {
  const refused = (value: unknown, delta = 1) => expect(async () => added(value, delta)).rejects;
  await refused(MOST).toThrow(
    expect.objectContaining({ code: "NOT_AN_INTEGER", message: expect.stringContaining("is outside ±(2^53 − 1)") }),
  );
  await refused(-MOST, -1).toThrow("is outside");
  await refused("5").toThrow("its value must be a whole number, got '5'");
  await refused(1.5).toThrow("got 1.5");
  await refused({ a: { b: 1 } }).toThrow("got { a: [Object] }");
});

test("an amount is a safe integer", () => {
  checkDelta("k", -5);
  expect(() => checkDelta("k", "1")).toThrow('delta must be a number, got "1".');
  for (const delta of [1.5, Number.NaN, MOST + 1])
    expect(() => checkDelta("k", delta)).toThrow(expect.objectContaining({ code: "NOT_AN_INTEGER" }));
});

test("a value that is no number stays as it is", async () => {
  await using cache = new MemoryCache();
  const value = { at: new Date(5), list: [{ n: 1n }] };
  await cache.setValue("k", value);
  await expect(cache.incr("k")).rejects.toThrow("its value must be a whole number");
  expect(await cache.getValue("k")).toEqual(value);
});
