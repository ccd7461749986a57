import { memoize } from "@results-manager/core";
import { expect } from "vitest";
import { deferred } from "../../deferred.ts";
import { expectSame } from "../../expect-same.ts";
import type { CallsSuite } from "../opened-calls.ts";

/** Arguments of memoized functions: a function gets exactly the arguments that its call is stored under. */
export function memoizeArgumentCases(suite: CallsSuite): void {
  suite.always(
    "an argument that is changed after the call has its old value in the computation",
    async ({ calls: storage }) => {
      const total = memoize((list: number[]) => list.reduce((sum, n) => sum + n, 0), { storage, name: "total" });
      const batch = [1, 2];
      const first = total(batch);
      batch.length = 0;
      expect(await first).toBe(3);
      expect(await total([1, 2])).toBe(3);
      expect(await total([])).toBe(0);
    },
  );

  suite.always(
    "every kind of argument has its old value in the computation, at any depth",
    async ({ calls: storage }) => {
      const value = () => ({
        map: new Map([["k", { n: [1] }]]),
        set: new Set([1]),
        when: new Date(5),
        bytes: new Uint8Array(3_000),
        part: { list: [{ n: 1 }] },
      });
      const given = value();
      const echo = memoize(async (_: number, all: typeof given) => all, { storage, name: "echo", parameters: ["n"] });
      const echoed = echo(1, given);
      given.map.get("k")?.n.push(2);
      given.set.add(2);
      given.when.setTime(6);
      given.bytes[0] = 1;
      given.part.list.push({ n: 2 });
      expectSame(await echoed, value());
      expectSame(await echo(1, value()), value());
    },
  );

  suite.always("waiters for the same call may change their arguments", async ({ calls: storage }) => {
    const [started, goOn] = [deferred(), deferred()];
    const fn = memoize(
      async (list: number[]) => {
        started.resolve();
        await goOn.promise;
        return list.length;
      },
      { storage, name: "f" },
    );
    const lists = [[1], [1], [1]];
    const waiting = lists.map((list) => fn(list));
    await started.promise;
    for (const list of lists) list.push(2);
    goOn.resolve();
    expect(await Promise.all(waiting)).toEqual([1, 1, 1]);
  });

  suite.case("a function that changes its arguments changes neither the caller's nor the key", async ({ calls }) => {
    let runs = 0;
    const sort = memoize(
      (list: number[]) => {
        runs++;
        return list.sort();
      },
      { storage: calls, name: "sort" },
    );
    const list = [3, 1, 2];
    expect([await sort(list), await sort(list)]).toEqual([
      [1, 2, 3],
      [1, 2, 3],
    ]);
    expect(list).toEqual([3, 1, 2]);
    expect(runs).toBe(1);
    expect(await calls.list()).toEqual([sort.digest([3, 1, 2])]);
  });

  suite.always("ignored arguments are passed through without a copy", async ({ calls: storage }) => {
    const log: string[] = [];
    const fn = memoize(
      (n: number, write: (line: string) => void, to: string[]) => {
        write(`n is ${n}`);
        to.push("the caller's own");
        return n;
      },
      { storage, name: "f", parameters: ["n", "write", "to"], ignore: ["write", 2] },
    );
    await fn(1, (line) => log.push(line), log);
    expect(log).toEqual(["n is 1", "the caller's own"]);
  });

  suite.always("getOrCompute passes the arguments as they were at the call", async ({ calls }) => {
    const list = [1];
    const computing = calls.getOrCompute({ name: "f", arguments: { list } }, ({ arguments: args }) => args.list);
    list.push(2);
    expect(await computing).toEqual([1]);
  });
}
