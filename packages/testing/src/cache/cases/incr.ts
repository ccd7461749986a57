import { expect } from "vitest";
import { expectClass, expectCode } from "../../expect-failure.ts";
import type { CacheSuite } from "../opened-cache.ts";

const MOST = Number.MAX_SAFE_INTEGER;

/** `incr`: counters. */
export function incrCases(suite: CacheSuite): void {
  suite.always("a missing key starts at delta, which is 1 by default", async ({ cache }) => {
    expect(await cache.incr("a")).toBe(1);
    expect(await cache.incr("b", -7)).toBe(-7);
    expect(await cache.incr("c", 0)).toBe(0);
  });

  suite.case("-0 counts as 0", async ({ cache }) => {
    expect(await cache.incr("a", -0)).toBe(0);
    await cache.setValue("b", -0);
    expect(await cache.incr("b", -0)).toBe(0);
    expect(await cache.multiGetValues(["a", "b"])).toEqual([0, 0]);
  });

  suite.case("incr adds to a value of setValue, and getValue returns the sum", async ({ cache }) => {
    await cache.setValue("a", 40);
    expect(await cache.incr("a", 2)).toBe(42);
    expect(await cache.incr("a", -43)).toBe(-1);
    expect(await cache.getValue("a")).toBe(-1);
  });

  suite.case("a thousand concurrent calls are all counted, and each returns another number", async ({ cache }) => {
    const told = await Promise.all(Array.from({ length: 1000 }, () => cache.incr("a")));
    expect(told.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, i) => i + 1));
    expect(await cache.getValue("a")).toBe(1000);
  });

  suite.case("incr keeps the remaining ttl, and a new counter has none", async ({ cache, clock }) => {
    await cache.setValue("a", 1, { ttlSeconds: 10 });
    clock.advance(9);
    await Promise.all([cache.incr("a"), cache.incr("a"), cache.incr("b")]);
    clock.advance(0.999);
    expect(await cache.getValue("a")).toBe(3);
    clock.advance(0.001);
    expect(await cache.getValue("a")).toBeUndefined();
    expect(await cache.incr("a", 5)).toBe(5);
    clock.advance(1e9);
    expect(await cache.multiGetValues(["a", "b"])).toEqual([5, 1]);
  });

  suite.case("values that are not integers, and sums beyond the safe range, are refused", async (opened) => {
    const { cache, clock } = opened;
    for (const value of ["1", 1.5, null, true, [1], { n: 1 }, 1n, Number.NaN, 2 ** 53, new Date(0)]) {
      await cache.setValue("a", value, { ttlSeconds: 10 });
      const error = await expectCode(cache.incr("a"), "NOT_AN_INTEGER");
      expect(error.id).toBe("a");
      expect(await cache.getValue("a")).toEqual(value);
    }
    clock.advance(10);
    expect(await cache.exists("a")).toBe(false);
    await cache.setValue("a", MOST);
    await expectCode(cache.incr("a"), "NOT_AN_INTEGER");
    await cache.setValue("b", -MOST);
    await expectCode(cache.incr("b", -1), "NOT_AN_INTEGER");
    expect(await cache.multiGetValues(["a", "b"])).toEqual([MOST, -MOST]);
    expect(await cache.incr("b", MOST)).toBe(0);
  });

  suite.always("a delta that is not an integer is refused before anything is changed", async ({ cache }) => {
    for (const delta of [1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])
      await expectCode(cache.incr("a", delta), "NOT_AN_INTEGER");
    for (const delta of ["1", null, 1n]) await expectClass(cache.incr("a", delta as unknown as number), TypeError);
    expect(await cache.exists("a")).toBe(false);
  });

  suite.case("a refused call does not affect concurrent ones", async ({ cache }) => {
    await cache.setValue("a", MOST - 1);
    const outcomes = await Promise.allSettled([cache.incr("a"), cache.incr("a"), cache.incr("a", -5)]);
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(await cache.getValue("a")).toBe(MOST - 5);
  });

  suite.shared("several caches on one store lose no increment", async ({ cache, reopen }) => {
    const caches = [cache, await reopen(), await reopen()];
    await Promise.all(Array.from({ length: 300 }, (_, i) => caches[i % 3]?.incr("a")));
    expect(await cache.getValue("a")).toBe(300);
  });
}
