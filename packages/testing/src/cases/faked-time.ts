import { expect } from "vitest";
import { FAKED_TIMES, whileFaked } from "../faked-time.ts";
import type { Suite } from "../suite.ts";

/** Entries that take longer to store than one turn of the event loop. */
const MANY = Array.from({ length: 1500 }, (_, i) => [`many/${i}`, { count: i }] as const);

/** Faked time: no store waits for a faked timer, and none still waits when the real timers are back. */
export function fakedTimeCases(suite: Suite): void {
  for (const name of FAKED_TIMES) {
    suite.case(`${name}: every call resolves, meanwhile and afterwards`, async ({ backend, models: { Counter } }) => {
      const add = (current: { count: number } | undefined) => ({ count: (current?.count ?? 0) + 1 });
      await whileFaked(name, async () => {
        await backend.setMany(MANY, { model: Counter });
        await Promise.all(MANY.map(([id, data]) => backend.set(`again/${id}`, data, { model: Counter })));
        await Promise.all([backend.update("n", Counter, add), backend.update("n", Counter, add)]);
        await backend.getOrCompute("c", Counter, () => ({ count: 7 }));
        expect(await backend.listIds()).toHaveLength(2 * MANY.length + 2);
        expect(await backend.getMany(["n", "c"], Counter)).toEqual([{ count: 2 }, { count: 7 }]);
        await backend.prune();
        expect(await backend.clear("again")).toBe(MANY.length);
      });
      await backend.set("after", { count: 1 }, { model: Counter });
      expect(await backend.clear("many")).toBe(MANY.length);
      await backend.close();
    });
  }
}
