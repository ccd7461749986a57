import type { AsyncCacheBackend } from "@results-manager/core";
import { expect } from "vitest";
import { collect } from "../../collect.ts";
import type { CacheSuite } from "../opened-cache.ts";

const range = (count: number, from = 0): number[] => Array.from({ length: count }, (_, i) => from + i);

/** Caches of bounded size. Times of last use are exact to ten seconds. */
export function boundCases(suite: CacheSuite): void {
  suite.case(
    "maxEntries is kept, and the least recently used entries are evicted",
    async ({ bounded, clock }) => {
      await bounded({ maxEntries: 100 }, async (cache) => {
        for (const i of range(100)) await cache.setValue(`old/${i}`, i);
        clock.advance(11);
        for (const i of range(50)) expect(await cache.getValue(`old/${i}`)).toBe(i);
        clock.advance(11);
        for (const i of range(40)) await cache.setValue(`new/${i}`, i);
        const { entries, evictions } = await cache.stats();
        expect(entries).toBeLessThanOrEqual(100);
        expect(entries).toBeGreaterThanOrEqual(90);
        expect(evictions).toBe(140 - entries);
        const kept = await cache.multiGetValues(range(50).map((i) => `old/${i}`));
        expect(kept).toEqual(range(50));
        expect(await cache.multiGetValues(range(40).map((i) => `new/${i}`))).toEqual(range(40));
      });
    },
    ["retention", "recency"],
  );

  suite.case(
    "every call that finds an entry counts as use, except listing and pruning",
    async ({ bounded, clock }) => {
      const uses = [
        (cache: AsyncCacheBackend) => cache.getValue("0"),
        (cache: AsyncCacheBackend) => cache.multiGetValues(["0"]),
        (cache: AsyncCacheBackend) => cache.getOrCompute("0", () => 1),
        (cache: AsyncCacheBackend) => cache.exists("0"),
        (cache: AsyncCacheBackend) => cache.touch("0", 1e6),
        (cache: AsyncCacheBackend) => cache.incr("0"),
      ];
      const looks = [
        (cache: AsyncCacheBackend) => collect(cache.keys()),
        (cache: AsyncCacheBackend) => cache.prune(),
        (cache: AsyncCacheBackend) => cache.stats(),
      ];
      for (const call of [...uses, ...looks]) {
        await bounded({ maxEntries: 10 }, async (cache) => {
          for (const i of range(10)) {
            await cache.setValue(`${i}`, i, i % 2 === 0 ? {} : { tags: ["odd"] });
            clock.advance(20);
          }
          await call(cache);
          clock.advance(20);
          await cache.setValue("10", 10);
          const [first, second] = await cache.multiGetValues(["0", "1"]);
          const isUse = uses.includes(call);
          expect(first !== undefined, String(call)).toBe(isUse);
          if (isUse) expect(second, String(call)).toBeUndefined();
        });
      }
    },
    ["retention", "recency"],
  );

  suite.case(
    "when the clock is set back, entries written before are evicted first",
    async ({ bounded, clock }) => {
      await bounded({ maxEntries: 50 }, async (cache) => {
        for (const i of range(50)) await cache.setValue(`old/${i}`, i);
        clock.advance(-3600);
        for (const i of range(30)) {
          await cache.setValue(`new/${i}`, i);
          clock.advance(1);
        }
        expect(await cache.multiGetValues(range(30).map((i) => `new/${i}`))).toEqual(range(30));
      });
    },
    ["retention", "recency"],
  );

  suite.case("multiSetValues, incr and getOrCompute keep the bounds", async ({ bounded }) => {
    await bounded({ maxEntries: 20 }, async (cache) => {
      await cache.multiSetValues(range(50).map((i) => [`many/${i}`, i] as const));
      expect((await cache.stats()).entries).toBeLessThanOrEqual(20);
      for (const i of range(50)) await cache.getOrCompute(`computed/${i}`, () => i);
      expect((await cache.stats()).entries).toBeLessThanOrEqual(20);
      for (const i of range(50)) await cache.incr(`n/${i}`);
      expect((await cache.stats()).entries).toBeLessThanOrEqual(20);
    });
  });

  suite.case("concurrent writes keep the bounds while they run", async ({ bounded }) => {
    const bounds = { maxEntries: 100, maxBytes: 200_000 };
    await bounded(bounds, async (cache) => {
      let isDone = false;
      const calls = range(600).map((i) =>
        i % 3 === 0 ? cache.incr(`n/${i}`) : cache.setValue(`key/${i}`, "x".repeat(1000)),
      );
      const writing = Promise.all(calls).finally(() => {
        isDone = true;
      });
      let [entries, bytes] = [0, 0];
      while (!isDone) {
        const seen = await cache.stats();
        entries = Math.max(entries, seen.entries);
        bytes = Math.max(bytes, seen.bytes);
        await new Promise((resolve) => setImmediate(resolve));
      }
      await writing;
      expect(entries).toBeLessThanOrEqual(bounds.maxEntries + 64);
      expect(bytes).toBeLessThanOrEqual(bounds.maxBytes * 1.1);
      const { entries: left } = await cache.stats();
      expect(left).toBeLessThanOrEqual(100);
      expect(left).toBeGreaterThan(50);
    });
  });

  suite.case("a multiSetValues beyond the bounds keeps its last pairs and no old value", async ({ bounded }) => {
    await bounded({ maxEntries: 100 }, async (cache) => {
      await cache.multiSetValues(range(100).map((i) => [`key/${i}`, "old"] as const));
      await cache.multiSetValues(range(1000).map((i) => [`key/${i}`, i] as const));
      const { entries } = await cache.stats();
      expect(entries).toBeLessThanOrEqual(100);
      expect(entries).toBeGreaterThanOrEqual(90);
      const values = await cache.multiGetValues(range(1000).map((i) => `key/${i}`));
      expect(values.filter((value) => value === "old")).toEqual([]);
      expect(values.findLast((value) => value !== undefined)).toBe(999);
      expect(values.filter((value) => value !== undefined)).toHaveLength(entries);
    });
  });

  suite.case("maxBytes is kept, and a value that exceeds it alone evicts no others", async ({ bounded, clock }) => {
    await bounded({ maxBytes: 100_000 }, async (cache) => {
      for (const i of range(300)) {
        await cache.setValue(`key/${i}`, "x".repeat(1000));
        clock.advance(1);
      }
      const { bytes, entries, evictions } = await cache.stats();
      expect(bytes).toBeLessThanOrEqual(100_000);
      expect(bytes).toBeGreaterThan(60_000);
      expect(evictions).toBe(300 - entries);
      expect(await cache.getValue("key/299")).toBeDefined();
      expect(await cache.getValue("key/0")).toBeUndefined();
      await cache.setValue("huge", "x".repeat(200_000));
      expect(await cache.getValue("huge")).toBeUndefined();
      expect((await cache.stats()).entries).toBeGreaterThan(entries / 2);
    });
  });

  suite.shared(
    "each of several caches that write to one store exceeds its bounds by a tenth at most",
    async (opened) => {
      await opened.bounded({ maxEntries: 50 }, async (cache, reopen) => {
        const caches = [cache, await reopen(), await reopen()];
        for (const i of range(300)) {
          await caches[i % 3]?.setValue(`key/${i}`, i);
          if (i % 10 === 0) expect((await cache.stats()).entries).toBeLessThanOrEqual(60);
        }
      });
    },
  );

  suite.case(
    "a writing cache keeps the entries that other caches on the store have read",
    async (opened) => {
      await opened.bounded({ maxEntries: 50 }, async (cache, reopen) => {
        const other = await reopen();
        for (const i of range(50)) await cache.setValue(`old/${i}`, i);
        opened.clock.advance(11);
        for (const i of range(20)) await other.getValue(`old/${i}`);
        await other.close(); // Closing writes the recorded uses.
        opened.clock.advance(11);
        for (const i of range(20)) await cache.setValue(`new/${i}`, i);
        expect((await cache.stats()).entries).toBeLessThanOrEqual(50);
        expect(await cache.multiGetValues(range(20).map((i) => `old/${i}`))).toEqual(range(20));
      });
    },
    ["retention", "sharing", "recency"],
  );
}
