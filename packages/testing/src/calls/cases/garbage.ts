import { memoize } from "@results-manager/core";
import { expect } from "vitest";
import { expectSame } from "../../expect-same.ts";
import type { CallsSuite } from "../opened-calls.ts";

/** `gc` and `prune`: values are removed when no call needs them. */
export function garbageCases(suite: CallsSuite): void {
  suite.case("gc keeps values of stored calls and removes those of evicted ones", async ({ calls }) => {
    const shared = { list: [[1], [2]] };
    const kept = await calls.save({ name: "f", arguments: { shared, own: "kept" }, result: [1] });
    const gone = await calls.save({ name: "f", arguments: { shared, own: "gone" }, result: "of it" });
    const root = await calls.values.save({ a: "root" });
    expect(await calls.gc([root])).toBe(0);
    await calls.evict(gone);
    // The argument "gone" and its result.
    expect(await calls.gc([root])).toBe(2);
    expect(await calls.values.contains(root)).toBe(true);
    await calls.gc();
    expect(await calls.values.contains(root)).toBe(false);
    const call = await calls.load(kept);
    expectSame(await calls.values.load(call.arguments.shared?.digest ?? ""), shared);
    expectSame(await calls.values.load(call.result?.digest ?? ""), [1]);
    await calls.evict(kept);
    await calls.gc();
    expect(await calls.values.list()).toEqual([]);
  });

  suite.case("prune removes expired calls, and gc their values", async ({ calls, clock }) => {
    await calls.save({ name: "f", arguments: { x: "old" } }, { ttlSeconds: 10 });
    const kept = await calls.save({ name: "f", arguments: { x: "new" } }, { ttlSeconds: 20 });
    clock.advance(10);
    expect(await calls.prune()).toBe(1);
    expect(await calls.prune()).toBe(0);
    expect(await calls.list()).toEqual([kept]);
    expect(await calls.gc()).toBe(1);
  });

  suite.case("no call that is saved during gc loses a value", async ({ calls }) => {
    const fn = memoize((i: number) => ({ i, parts: [[i % 2], { deep: [i % 3] }], big: "r".repeat(5_000) }), {
      storage: calls,
      name: "f",
    });
    let collecting = true;
    const collector = (async () => {
      while (collecting) await calls.gc();
    })();
    for (let round = 0; round < 6; round++) {
      await Promise.all(Array.from({ length: 8 }, (_, i) => fn(i)));
      for await (const call of calls.query({ name: "f" })) {
        for (const value of [...Object.values(call.arguments), call.result])
          await calls.values.load(value?.digest ?? "");
      }
      for (let i = 0; i < 8; i++) await fn.forget(i);
    }
    collecting = false;
    await collector;
  });

  suite.always("prune and gc remove nothing from an empty storage", async ({ calls }) => {
    expect([await calls.prune(), await calls.gc()]).toEqual([0, 0]);
  });
}
