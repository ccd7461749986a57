import type { AsyncCacheBackend } from "@results-manager/core";
import { expect } from "vitest";
import { collect } from "../../collect.ts";
import { deferred } from "../../deferred.ts";
import { expectCode } from "../../expect-failure.ts";
import { expectResponsive } from "../../expect-responsive.ts";
import { longestBlock } from "../../longest-block.ts";
import type { CacheSuite } from "../opened-cache.ts";

const CALLS: Readonly<Record<string, (cache: AsyncCacheBackend) => Promise<unknown>>> = {
  getValue: (cache) => cache.getValue("key"),
  setValue: (cache) => cache.setValue("key", 1),
  "setValue with tags": (cache) => cache.setValue("key", 1, { tags: ["tag"] }),
  multiGetValues: (cache) => cache.multiGetValues([]),
  multiSetValues: (cache) => cache.multiSetValues([]),
  exists: (cache) => cache.exists("key"),
  delete: (cache) => cache.delete("key"),
  deleteMany: (cache) => cache.deleteMany([]),
  incr: (cache) => cache.incr("key"),
  touch: (cache) => cache.touch("key", 1),
  getOrCompute: (cache) => cache.getOrCompute("key", () => 1),
  invalidateTag: (cache) => cache.invalidateTag("tag"),
  keys: (cache) => collect(cache.keys()),
  clear: (cache) => cache.clear(),
  prune: (cache) => cache.prune(),
  stats: (cache) => cache.stats(),
};

/** Maintenance: clearing, statistics, closing and reopening. */
export function upkeepCases(suite: CacheSuite): void {
  suite.case("clear removes the keys that begin with a prefix, or all keys", async ({ cache }) => {
    await cache.multiSetValues(["a", "a/b", "ab", "b", "%", "_x"].map((key) => [key, key]));
    expect(await cache.clear("a/")).toBe(1);
    expect(await cache.clear("%")).toBe(1);
    expect(await cache.clear("a")).toBe(2);
    expect(await collect(cache.keys())).toEqual(["_x", "b"]);
    expect(await cache.clear("")).toBe(2);
    expect(await cache.clear()).toBe(0);
    expect((await cache.stats()).entries).toBe(0);
  });

  suite.case("stats counts hits, misses, sets, entries and bytes", async ({ cache }) => {
    expect(await cache.stats()).toEqual({
      hits: 0,
      misses: 0,
      sets: 0,
      evictions: 0,
      entries: 0,
      bytes: 0,
      expired: 0,
    });
    await cache.setValue("a", "x".repeat(1000));
    await cache.multiSetValues([
      ["b", null],
      ["c", 1],
    ]);
    await cache.getValue("b");
    await cache.multiGetValues(["a", "missing", "c"]);
    await cache.getOrCompute("d", () => 1, { tags: ["t"] });
    await cache.getOrCompute("d", () => 1);
    const { bytes, ...counts } = await cache.stats();
    expect(counts).toEqual({ hits: 4, misses: 2, sets: 4, evictions: 0, entries: 4, expired: 0 });
    expect(bytes).toBeGreaterThan(1000);
    expect(bytes).toBeLessThan(5000);
  });

  suite.asynchronous("every requested value counts as a hit or a miss, also in concurrent calls", async (opened) => {
    const { cache } = opened;
    await Promise.all(Array.from({ length: 10 }, () => cache.getOrCompute("key", () => 1)));
    expect(await cache.stats()).toMatchObject({ hits: 0, misses: 10, sets: 1 });
    await Promise.all(Array.from({ length: 10 }, () => cache.getOrCompute("key", () => 1)));
    expect(await cache.stats()).toMatchObject({ hits: 10, misses: 10, sets: 1 });
  });

  for (const [name, call] of Object.entries(CALLS)) {
    suite.always(`${name} on a closed or closing cache is BACKEND_CLOSED`, async ({ cache }) => {
      await cache.setValue("key", 1);
      const closing = cache.close();
      expect((await expectCode(call(cache), "BACKEND_CLOSED")).message).toContain("The cache");
      await closing;
      expect((await expectCode(call(cache), "BACKEND_CLOSED")).message).toContain("The cache");
      await cache.close();
    });
  }

  suite.asynchronous(
    "close waits for accepted calls",
    async ({ cache }) => {
      const goOn = deferred();
      const asking = cache.getOrCompute("key", async () => {
        await goOn.promise;
        return 1;
      });
      const calls = Array.from({ length: 200 }, (_, i) => cache.setValue(`${i}`, i, i % 2 ? { tags: ["t"] } : {}));
      const many = cache.multiSetValues(Array.from({ length: 3000 }, (_, i) => [`m${i}`, i] as const));
      const reads = Array.from({ length: 50 }, (_, i) => cache.getValue(`${i}`));
      const closing = cache.close();
      goOn.resolve();
      expect(await asking).toBe(1);
      await Promise.all([...calls, ...reads, many]);
      await closing;
    },
    [],
  );

  suite.persistent("values, ttls, counters and tags remain when the store is opened again", async (opened) => {
    const { cache, clock, reopen } = opened;
    await cache.setValue("a", { n: new Date(1) }, { ttlSeconds: 10 });
    await cache.setValue("tagged", 1, { tags: ["red"] });
    await cache.incr("n", 3);
    await cache.close();
    clock.advance(9.999);
    const again = await reopen();
    expect(await again.multiGetValues(["a", "tagged"])).toEqual([{ n: new Date(1) }, 1]);
    expect(await again.incr("n")).toBe(4);
    await again.invalidateTag("red");
    await again.close();
    clock.advance(0.001);
    const third = await reopen();
    expect(await third.multiGetValues(["a", "tagged", "n"])).toEqual([undefined, undefined, 4]);
    await third.close();
  });

  suite.corrupt("a damaged entry is CORRUPT_RECORD until it is written or deleted", async ({ cache, corrupt }) => {
    await cache.multiSetValues([
      ["a", 1],
      ["b", 2],
      ["c", 3],
    ]);
    await corrupt("a");
    await expectCode(cache.getValue("a"), "CORRUPT_RECORD");
    await expectCode(cache.incr("a"), "CORRUPT_RECORD");
    expect(await cache.exists("a")).toBe(true);
    expect(await collect(cache.keys())).toEqual(["a", "b", "c"]);
    expect(await cache.multiGetValues(["b", "c"])).toEqual([2, 3]);
    await cache.setValue("a", 4);
    expect(await cache.getValue("a")).toBe(4);
    await corrupt("a");
    expect(await cache.delete("a")).toBe(1);
  });

  suite.case(
    "4,000 concurrent calls let timers through at least every 20 ms",
    async ({ cache }) => {
      const value = { name: "a name", list: Array.from({ length: 30 }, (_, i) => i), text: "lorem ipsum ".repeat(40) };
      const keys = Array.from({ length: 4_000 }, (_, i) => `key/${i}`);
      await expectResponsive(async () => [
        await longestBlock(() => Promise.all(keys.map((key) => cache.setValue(key, value)))),
        await longestBlock(() => Promise.all(keys.map((key) => cache.getValue(key)))),
        await longestBlock(() => cache.multiGetValues(keys)),
        await longestBlock(() => collect(cache.keys())),
        await longestBlock(() => cache.prune()),
        await longestBlock(() => cache.clear()),
      ]);
    },
    ["retention", "responsiveness"],
  );
}
