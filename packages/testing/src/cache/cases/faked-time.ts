import { expect } from "vitest";
import { FAKED_TIMES, whileFaked } from "../../faked-time.ts";
import type { CacheSuite } from "../opened-cache.ts";

const MANY = Array.from({ length: 1500 }, (_, i) => [`many/${i}`, i] as const);

/** Faked time: no cache waits for a faked timer, and none still waits when the real timers are back. */
export function fakedTimeCases(suite: CacheSuite): void {
  for (const name of FAKED_TIMES) {
    suite.case(`${name}: every call resolves, meanwhile and afterwards`, async ({ cache, bounded }) => {
      await whileFaked(name, async () => {
        await cache.multiSetValues(MANY, { tags: ["many"] });
        await Promise.all([cache.incr("n"), cache.incr("n"), cache.getOrCompute("c", () => 7)]);
        expect(await cache.multiGetValues(["n", "c", "many/5"])).toEqual([2, 7, 5]);
        await cache.invalidateTag("many");
        await cache.prune();
        expect((await cache.stats()).entries).toBe(2);
        await bounded({ maxEntries: 100 }, async (small) => {
          await small.multiSetValues(MANY.slice(0, 300));
          await small.getValue("many/299");
          await small.close();
        });
      });
      await cache.setValue("after", 1);
      expect(await cache.clear()).toBe(3);
      await cache.close();
    });
  }
}
