import { memoize, ref } from "@results-manager/core";
import { assert, expect } from "vitest";
import { collect } from "../../collect.ts";
import { expectCode, failureOf } from "../../expect-failure.ts";
import { expectSame } from "../../expect-same.ts";
import type { CallsSuite } from "../opened-calls.ts";

/** A memoized function runs once for equal arguments. */
export function memoizeCases(suite: CallsSuite): void {
  suite.case("a computed result is not computed again", async ({ calls: storage }) => {
    let runs = 0;
    function add(a: number, b: number): number {
      runs++;
      return a + b;
    }
    const sync = memoize(add, { storage });
    expect([await sync(1, 2), await sync(1, 2), await sync(2, 1)]).toEqual([3, 3, 3]);
    expect(runs).toBe(2);
    const again = memoize(async (a: number, b: number) => add(a, b), { storage, name: "add" });
    expect(await again(1, 2)).toBe(3);
    expect(runs).toBe(2);
    expect(await memoize(add, { storage, version: 2 })(1, 2)).toBe(3);
    expect(await memoize(add, { storage, module: "other" })(1, 2)).toBe(3);
    expect(runs).toBe(4);
  });

  suite.case("every kind of result is returned as a copy", async ({ calls: storage }) => {
    for (const [i, result] of [
      undefined,
      null,
      Number.NaN,
      { when: new Date(0), list: [[1n]] },
      new Map([["a", new Set([1])]]),
      "x".repeat(10_000),
      { bytes: new Float64Array(3_000).fill(2) },
    ].entries()) {
      let runs = 0;
      const compute = (_: number): unknown => {
        runs++;
        return result;
      };
      const fn = memoize(compute, { storage, name: `result ${i}` });
      expectSame([await fn(i), await fn(i), await fn(i)], [result, result, result]);
      expect(runs).toBe(1);
    }
    const own = memoize(() => ({ list: [1] }), { storage, name: "own" });
    const [first, second] = [await own(), await own()];
    first.list.push(2);
    second.list.push(3);
    expect(await own()).toEqual({ list: [1] });
  });

  suite.case("a failure is not stored", async ({ calls: storage }) => {
    let runs = 0;
    const fn = memoize(
      (ok: boolean) => {
        runs++;
        if (!ok || runs < 3) throw new Error(`no ${runs}`);
        return "yes";
      },
      { storage, name: "failing" },
    );
    for (const i of [1, 2]) expect(await failureOf(fn(true))).toMatchObject({ message: `no ${i}` });
    expect(await fn.contains(true)).toBe(false);
    expect([await fn(true), await fn(true)]).toEqual(["yes", "yes"]);
    expect(runs).toBe(3);
    const unstorable = memoize(() => () => {}, { storage, name: "unstorable" });
    await expectCode(unstorable(), "NOT_ROUND_TRIPPABLE");
    expect(await unstorable.contains()).toBe(false);
  });

  suite.case("digest, contains, call, query and forget work on the calls of a function", async ({ calls: storage }) => {
    const fn = memoize((text: string, n: number) => text.repeat(n), {
      storage,
      name: "repeat",
      module: "text",
      version: 3,
      parameters: ["text", "n"],
    });
    expect(fn.call("a", 2)).toEqual({ name: "repeat", module: "text", version: "3", arguments: { text: "a", n: 2 } });
    expect(fn.digest("a", 2)).toBe(storage.key(fn.call("a", 2)));
    expect(await fn.contains("a", 2)).toBe(false);
    await Promise.all([fn("a", 2), fn("b", 2), fn("b", 3)]);
    await storage.save({ name: "repeat", arguments: { text: "b", n: 3 } });
    expect(await fn.contains("a", 2)).toBe(true);
    expect(await collect(fn.query())).toHaveLength(3);
    expect((await collect(fn.query({ arguments: { text: "b" } }))).map(({ key }) => key).sort()).toEqual(
      [fn.digest("b", 2), fn.digest("b", 3)].sort(),
    );
    const [found] = await collect(fn.query({ result: "bbb" }));
    expect(found?.arguments).toEqual({ text: ref(storage.values.digest("b")), n: ref(storage.values.digest(3)) });
    expect([await fn.forget("a", 2), await fn.forget("a", 2)]).toEqual([true, false]);
    expect(await fn.contains("a", 2)).toBe(false);
    expect(await fn("a", 2)).toBe("aa");
  });

  suite.case("ignored arguments do not change the key", async ({ calls: storage }) => {
    let runs = 0;
    const fn = (a: number, verbose: boolean, b: number): number => {
      runs++;
      return verbose ? a : b;
    };
    const byName = memoize(fn, { storage, name: "f", parameters: ["a", "verbose", "b"], ignore: ["verbose"] });
    expect([await byName(1, true, 2), await byName(1, false, 2)]).toEqual([1, 1]);
    const byPosition = memoize(fn, { storage, name: "g", ignore: [1] });
    expect([await byPosition(1, false, 2), await byPosition(1, true, 2), await byPosition(1, true, 3)]).toEqual([
      2, 2, 1,
    ]);
    expect(runs).toBe(3);
    expect(byName.call(1, true, 2).arguments).toEqual({ a: 1, b: 2 });
  });

  suite.case("explainMiss names the nearest call and the differences", async ({ calls: storage }) => {
    const options = { storage, name: "f", parameters: ["x", "config"] };
    const fn = memoize((x: number, config: { rate: number; layers: number[] }) => x * config.rate, options);
    expect(await fn.explainMiss(1, { rate: 1, layers: [] })).toEqual({
      key: fn.digest(1, { rate: 1, layers: [] }),
      differences: [],
    });
    await fn(1, { rate: 0.1, layers: [8, 4] });
    await fn(2, { rate: 0.2, layers: [1] });
    const missed = await fn.explainMiss(1, { rate: 0.1, layers: [8, 5] });
    assert(missed?.nearest);
    expect(missed.nearest.key).toBe(fn.digest(1, { rate: 0.1, layers: [8, 4] }));
    expect(missed.differences).toEqual([
      { field: "arguments.config", difference: { path: ["layers", 1], old: 4, new: 5 } },
    ]);
    expect(await fn.explainMiss(1, { rate: 0.1, layers: [8, 4] })).toBeUndefined();
    const newer = memoize((x: number) => x, { ...options, version: "2" });
    expect((await newer.explainMiss(9))?.differences.map(({ field }) => field)).toContain("version");
  });

  suite.case("an expired call is computed again", async ({ calls: storage, clock }) => {
    let runs = 0;
    const fn = memoize(() => ++runs, { storage, name: "f", ttlSeconds: 10 });
    expect([await fn(), await fn()]).toEqual([1, 1]);
    clock.advance(9.999);
    expect(await fn()).toBe(1);
    clock.advance(0.001);
    expect([await fn(), await fn()]).toEqual([2, 2]);
  });

  suite.case("a result that was evicted is computed again", async ({ calls: storage }) => {
    let runs = 0;
    const fn = memoize(() => `${++runs}`.repeat(9_000), { storage, name: "f" });
    await fn();
    const { result } = await storage.load(fn.digest());
    await storage.values.evict(result?.digest ?? "");
    expect(await fn()).toBe("2".repeat(9_000));
    expect(runs).toBe(2);
  });
}
