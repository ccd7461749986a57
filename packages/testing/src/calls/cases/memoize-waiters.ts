import { memoize } from "@results-manager/core";
import { expect } from "vitest";
import { deferred } from "../../deferred.ts";
import { failureOf } from "../../expect-failure.ts";
import type { CallsSuite } from "../opened-calls.ts";

/** Concurrent calls with equal arguments run once. */
export function memoizeWaiterCases(suite: CallsSuite): void {
  suite.case("concurrent equal calls run once, and different ones run in parallel", async ({ calls: storage }) => {
    let runs = 0;
    const fn = memoize(
      async (i: number) => {
        runs++;
        await new Promise((resolve) => setTimeout(resolve, 30));
        return { i };
      },
      { storage, name: "f" },
    );
    const all = await Promise.all(Array.from({ length: 40 }, (_, i) => fn(i % 4)));
    expect(runs).toBe(4);
    expect(all).toEqual(Array.from({ length: 40 }, (_, i) => ({ i: i % 4 })));
    expect(new Set(all).size).toBe(40);
  });

  suite.case("a failure reaches every waiter, and the next call tries again", async ({ calls: storage }) => {
    let runs = 0;
    const goOn = deferred();
    const fn = memoize(
      async () => {
        runs++;
        await goOn.promise;
        if (runs === 1) throw new Error("no");
        return "yes";
      },
      { storage, name: "f" },
    );
    const failing = [failureOf(fn()), failureOf(fn()), failureOf(fn())];
    await memoize(() => "later", { storage, name: "later" })(); // By then, all of them wait.
    goOn.resolve();
    for (const error of await Promise.all(failing)) expect(error).toMatchObject({ message: "no" });
    expect(await fn()).toBe("yes");
    expect(runs).toBe(2);
  });

  suite.case("memoized functions can call each other", async ({ calls: storage }) => {
    let runs = 0;
    const fibonacci = memoize(
      async (n: number): Promise<number> => {
        runs++;
        return n < 2 ? n : (await fibonacci(n - 1)) + (await fibonacci(n - 2));
      },
      { storage, name: "fibonacci" },
    );
    expect(await fibonacci(15)).toBe(610);
    expect(runs).toBe(16);
  });

  suite.case("an argument that is changed after the call does not change the key", async ({ calls: storage }) => {
    const fn = memoize(async (list: number[]) => list.length, { storage, name: "f", parameters: ["list"] });
    const list = [1, 2];
    const calling = fn(list);
    list.push(3);
    await calling;
    expect(await fn.contains([1, 2])).toBe(true);
    expect(await fn.contains([1, 2, 3])).toBe(false);
  });

  suite.shared("several storages on one store run a call once", async ({ calls, reopen }) => {
    const storages = [calls, await reopen(), await reopen()];
    let runs = 0;
    const functions = storages.map((storage) =>
      memoize(
        async (i: number) => {
          runs++;
          await new Promise((resolve) => setTimeout(resolve, 40));
          return i * 2;
        },
        { storage, name: "f" },
      ),
    );
    const results = await Promise.all(Array.from({ length: 30 }, (_, i) => functions[i % 3]?.(i % 5)));
    expect(runs).toBe(5);
    expect(results).toEqual(Array.from({ length: 30 }, (_, i) => (i % 5) * 2));
  });
}
