import { expect } from "vitest";
import { expectSame } from "../../expect-same.ts";
import type { ValuesSuite } from "../opened-values.ts";

const VALUE = {
  a: [1, [2, [3, { four: 4 }]]],
  m: new Map<unknown, unknown>([
    ["x", { y: [new Set([[1]])] }],
    [[1], new Map()],
  ]),
  bytes: new Float64Array(2_000).fill(3),
};

/** Several storages on one store, concurrently and one after another. */
export function sharingCases(suite: ValuesSuite): void {
  suite.persistent("saved records remain when the store is opened again", async ({ values, reopen }) => {
    const key = await values.save(VALUE);
    await values.close();
    expectSame(await (await reopen()).load(key), VALUE);
  });

  suite.shared(
    "storages that split values differently read each other's values under the same digests",
    async ({ values, reopen }) => {
      const settings = [values, await reopen({ remainingDepth: 0 }), await reopen({ remainingDepth: 2 })];
      settings.push(await reopen({ remainingDepth: Number.POSITIVE_INFINITY }));
      for (const [i, writer] of settings.entries()) {
        const value = { ...VALUE, i };
        const key = await writer.save(value);
        for (const reader of settings) {
          expectSame(await reader.load(key), value);
          expect(await reader.save(value)).toBe(key);
        }
      }
    },
  );

  suite.shared("a value that many storages save at once is stored once", async ({ values, reopen }) => {
    const all = [values, await reopen(), await reopen()];
    const keys = await Promise.all(Array.from({ length: 60 }, (_, i) => all[i % 3]?.save({ n: [i % 5], VALUE })));
    expect(new Set(keys).size).toBe(5);
    for (const key of keys) expect(await values.contains(key as string)).toBe(true);
  });

  suite.shared(
    "a value that one storage saves while another collects garbage is complete",
    async ({ values, reopen }) => {
      const other = await reopen();
      let collecting = true;
      const collector = (async () => {
        while (collecting) await other.gc();
      })();
      const numbered = (i: number): unknown => ({ i, shared: [[[i % 2]], { parts: [[i % 3]] }] });
      for (let round = 0; round < 10; round++)
        await Promise.all(Array.from({ length: 8 }, (_, i) => values.save(numbered(i))));
      collecting = false;
      await collector;
      for (let i = 0; i < 8; i++) expectSame(await other.load(await values.save(numbered(i))), numbered(i));
    },
  );
}
