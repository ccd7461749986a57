import { setImmediate as nextTick } from "node:timers/promises";
import { expect, test } from "vitest";
import type { StoreSize } from "../../../src/cache/eviction/store-size.ts";
import { WriteAdmission } from "../../../src/cache/eviction/write-admission.ts";

const size = (entries: number): StoreSize => ({ entries, bytes: entries });

/** A store for so many entries, and what becomes of it. */
function storeFor(capacity: number): { admission: WriteAdmission; evicted: number[]; fail: { error?: Error } } {
  const evicted: number[] = [];
  const fail: { error?: Error } = {};
  const admission = new WriteAdmission({
    fits: ({ entries }) => entries <= capacity,
    makeRoom: async ({ entries }) => {
      if (fail.error) throw fail.error;
      evicted.push(entries);
    },
  });
  return { admission, evicted, fail };
}

async function isSettled(promise: Promise<void>): Promise<boolean> {
  let settled = false;
  promise.then(
    () => {
      settled = true;
    },
    () => {
      settled = true;
    },
  );
  for (let i = 0; i < 3; i++) await nextTick();
  return settled;
}

test("writes run together while all of them fit, and the next waits until one leaves", async () => {
  const { admission, evicted } = storeFor(3);
  await admission.enter(size(1));
  await admission.enter(size(2));
  const third = admission.enter(size(1));
  expect(await isSettled(third)).toBe(false);
  admission.leave(size(2));
  expect(await isSettled(third)).toBe(true);
  expect(evicted).toEqual([]);
});

test("those who wait are admitted in order, even if a later one would fit", async () => {
  const { admission } = storeFor(3);
  await admission.enter(size(2));
  const large = admission.enter(size(3));
  const small = admission.enter(size(1));
  expect(await isSettled(small)).toBe(false);
  admission.leave(size(2));
  expect(await isSettled(large)).toBe(true);
  expect(await isSettled(small)).toBe(false);
  admission.leave(size(3));
  expect(await isSettled(small)).toBe(true);
});

test("a write that never fits runs alone, after room was made", async () => {
  const { admission, evicted } = storeFor(3);
  await admission.enter(size(5));
  expect(evicted).toEqual([5]);
});

test("an error of the eviction fails its write, and the next goes on", async () => {
  const { admission, fail } = storeFor(3);
  fail.error = new Error("no");
  const failed = admission.enter(size(5));
  const next = admission.enter(size(1));
  await expect(failed).rejects.toThrow("no");
  await next;
});

test("room is made for one write at a time, and again for those who come later", async () => {
  let making = 0;
  const made: number[] = [];
  const admission = new WriteAdmission({
    fits: () => false,
    makeRoom: async ({ entries }) => {
      expect(++making).toBe(1);
      await nextTick();
      making--;
      made.push(entries);
    },
  });
  const first = admission.enter(size(1));
  const second = admission.enter(size(2));
  await first;
  expect(await isSettled(second)).toBe(false);
  admission.leave(size(1));
  await second;
  admission.leave(size(2));
  await admission.enter(size(3));
  expect(made).toEqual([1, 2, 3]);
});
