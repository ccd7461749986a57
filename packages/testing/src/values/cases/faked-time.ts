import { expect } from "vitest";
import { FAKED_TIMES, whileFaked } from "../../faked-time.ts";
import type { ValuesSuite } from "../opened-values.ts";

const LARGE = Array.from({ length: 3000 }, (_, i) => ({ i }));

/** Faked time: no storage waits for a faked timer, and none still waits when the real timers are back. */
export function fakedTimeCases(suite: ValuesSuite): void {
  for (const name of FAKED_TIMES) {
    suite.case(`${name}: every call resolves, meanwhile and afterwards`, async ({ values }) => {
      await whileFaked(name, async () => {
        const keys = await Promise.all([values.save(LARGE), values.save("kept")]);
        expect(await values.load(keys[0])).toEqual(LARGE);
        expect(await values.gc([keys[1]])).toBeGreaterThan(0);
      });
      expect(await values.list()).toHaveLength(1);
      await values.close();
    });
  }
}
