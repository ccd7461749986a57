import { expect } from "vitest";
import { collect } from "../../collect.ts";
import type { CacheSuite } from "../opened-cache.ts";

/** Expired values are absent for every call, exact to the millisecond. */
export function expiryCases(suite: CacheSuite): void {
  suite.case("a value expires exactly at its time, to the millisecond", async ({ cache, clock }) => {
    await cache.setValue("key", 1, { ttlSeconds: 1.5 });
    clock.advance(1.499);
    expect(await cache.getValue("key")).toBe(1);
    clock.advance(0.001);
    expect(await cache.getValue("key")).toBeUndefined();
    expect(await cache.exists("key")).toBe(false);
    expect(await cache.multiGetValues(["key"])).toEqual([undefined]);
    expect(await collect(cache.keys())).toEqual([]);
    expect(await cache.delete("key")).toBe(0);
    expect(await cache.touch("key", 10)).toBe(false);
  });

  suite.case("a ttl that has no exact binary fraction is exact to the millisecond", async ({ cache, clock }) => {
    for (const ttlSeconds of [2.007, 2.011, 8.031, 64.007]) {
      await cache.setValue("key", 1, { ttlSeconds });
      clock.advance(ttlSeconds - 0.001);
      expect(await cache.exists("key")).toBe(true);
      clock.advance(0.001);
      expect(await cache.exists("key")).toBe(false);
    }
  });

  suite.case("a write without a ttl clears the old one, and reads never extend it", async ({ cache, clock }) => {
    await cache.setValue("cleared", 1, { ttlSeconds: 1 });
    await cache.setValue("cleared", 2);
    await cache.setValue("read", 1, { ttlSeconds: 1 });
    clock.advance(0.9);
    await cache.getValue("read");
    await cache.exists("read");
    await cache.getOrCompute("read", () => 2, { ttlSeconds: 100 });
    clock.advance(0.1);
    expect(await cache.multiGetValues(["cleared", "read"])).toEqual([2, undefined]);
  });

  suite.case("touch sets the remaining seconds, to more or fewer", async ({ cache, clock }) => {
    await cache.setValue("longer", 1, { ttlSeconds: 1 });
    await cache.setValue("shorter", 1);
    expect(await cache.touch("longer", 10)).toBe(true);
    expect(await cache.touch("shorter", 5)).toBe(true);
    expect(await cache.touch("missing", 5)).toBe(false);
    clock.advance(5);
    expect(await cache.multiGetValues(["longer", "shorter", "missing"])).toEqual([1, undefined, undefined]);
    clock.advance(4.999);
    expect(await cache.getValue("longer")).toBe(1);
    clock.advance(0.001);
    expect(await cache.getValue("longer")).toBeUndefined();
  });

  suite.case("prune removes expired values, and setting the clock back restores none", async (opened) => {
    const { cache, clock } = opened;
    await cache.multiSetValues(
      Array.from({ length: 20 }, (_, i) => [`gone/${i}`, i] as const),
      { ttlSeconds: 1 },
    );
    await cache.setValue("stays", 1);
    clock.advance(1);
    expect(await cache.stats()).toMatchObject({ entries: 21, expired: 20 });
    expect(await cache.prune()).toBe(20);
    expect(await cache.stats()).toMatchObject({ entries: 1, expired: 0 });
    expect(await cache.prune()).toBe(0);
    clock.advance(-100);
    expect(await collect(cache.keys())).toEqual(["stays"]);
    expect(await cache.getValue("gone/1")).toBeUndefined();
  });
}
