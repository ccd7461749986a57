import { expect } from "vitest";
import { expectCode } from "../../expect-failure.ts";
import { expectSame } from "../../expect-same.ts";
import type { ValuesSuite } from "../opened-values.ts";

/** `gc` removes the values that are not needed, and no others. */
export function garbageCases(suite: ValuesSuite): void {
  suite.case("gc removes the values that the roots do not reach", async ({ values }) => {
    const shared = { big: new Float64Array(1_000), list: [[1], [2]] };
    const kept = await values.save({ name: "kept", shared });
    const other = await values.save({ name: "other", shared, own: [[3]] });
    const before = await values.list();
    const unused = await values.gc([kept], { dryRun: true });
    expect(await values.list()).toEqual(before);
    const removed = await values.gc([await values.shrink(kept)]);
    expect(removed).toBeGreaterThanOrEqual(1);
    expect(unused).toBe(removed);
    expect(await values.list()).toHaveLength(before.length - removed);
    expectSame(await values.load(kept), { name: "kept", shared });
    expect(await values.contains(other)).toBe(false);
    expect(await values.gc([kept])).toBe(0);
    await values.gc();
    expect(await values.list()).toEqual([]);
  });

  suite.case("a missing root makes gc fail before anything is removed", async ({ values }) => {
    const key = await values.save([1]);
    await expectCode(values.gc(["abcdef"]), "DIGEST_NOT_FOUND");
    await expectCode(values.gc([key, "../x"]), "INVALID_DIGEST");
    expect(await values.contains(key)).toBe(true);
  });

  suite.case("values that are saved during gc are complete", async ({ values }) => {
    const numbered = (i: number): unknown => ({
      i,
      shared: { parts: [[i % 3], [[i % 5]]] },
      bytes: new Uint8Array(1_500),
    });
    let collecting = true;
    const collector = (async () => {
      while (collecting) await values.gc();
    })();
    for (let round = 0; round < 8; round++) {
      const saved = await Promise.all(
        Array.from({ length: 10 }, async (_, i) => [i, await values.save(numbered(i))] as const),
      );
      expect(saved).toHaveLength(10);
    }
    collecting = false;
    await collector;
    const keys = await Promise.all(Array.from({ length: 10 }, (_, i) => values.save(numbered(i))));
    for (const [i, key] of keys.entries()) expectSame(await values.load(key), numbered(i));
    await values.gc(keys);
    for (const [i, key] of keys.entries()) expectSame(await values.load(key), numbered(i));
  });

  suite.always("gc removes nothing from an empty storage", async ({ values }) => {
    expect(await values.gc()).toBe(0);
  });
}
