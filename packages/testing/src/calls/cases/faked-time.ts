import { memoize } from "@results-manager/core";
import { expect } from "vitest";
import { collect } from "../../collect.ts";
import { FAKED_TIMES, whileFaked } from "../../faked-time.ts";
import type { CallsSuite } from "../opened-calls.ts";

/** Faked time: no storage waits for a faked timer, and none still waits when the real timers are back. */
export function fakedTimeCases(suite: CallsSuite): void {
  for (const name of FAKED_TIMES) {
    suite.case(`${name}: every call resolves, meanwhile and afterwards`, async ({ calls }) => {
      const twice = memoize((i: number) => 2 * i, { storage: calls, name: "twice" });
      await whileFaked(name, async () => {
        const results = await Promise.all(Array.from({ length: 300 }, (_, i) => twice(i % 100)));
        expect(results[250]).toBe(100);
        expect(await collect(twice.query())).toHaveLength(100);
        expect(await calls.transform()).toBe(0);
        await calls.prune();
        await calls.gc();
      });
      expect(await twice(7)).toBe(14);
      await calls.close();
    });
  }
}
