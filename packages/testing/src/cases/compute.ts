import { expect } from "vitest";
import { deferred } from "../deferred.ts";
import { expectClass, failureOf } from "../expect-failure.ts";
import { ADA, BOB } from "../fixtures.ts";
import type { Suite } from "../suite.ts";

/** `getOrCompute`: computes a missing result once. */
export function computeCases(suite: Suite): void {
  suite.always("a missing result is computed, stored and returned", async ({ backend, models: { Person } }) => {
    expect(await backend.getOrCompute("id", Person, () => ADA)).toEqual(ADA);
    expect(await backend.getOrCompute("other", Person, () => BOB)).toEqual(BOB);
  });

  suite.asynchronous("compute may be asynchronous", async ({ backend, models: { Person } }) => {
    expect(await backend.getOrCompute("id", Person, async () => ADA)).toEqual(ADA);
    expect(await backend.get("id", Person)).toEqual(ADA);
  });

  suite.case("a stored result is not computed", async ({ backend, models: { Person } }) => {
    await backend.set("set", BOB, { model: Person });
    let calls = 0;
    const compute = (): typeof ADA => {
      calls++;
      return ADA;
    };
    expect(await backend.getOrCompute("set", Person, compute)).toEqual(BOB);
    expect(calls).toBe(0);
    expect(await backend.getOrCompute("id", Person, compute)).toEqual(ADA);
    expect(await backend.getOrCompute("id", Person, compute)).toEqual(ADA);
    expect(calls).toBe(1);
    expect(await backend.get("id", Person)).toEqual(ADA);
  });

  suite.case("a stored undefined or null counts as a result", async ({ backend, models: { Anything } }) => {
    for (const nothing of [undefined, null]) {
      const id = String(nothing);
      expect(await backend.getOrCompute(id, Anything, () => nothing)).toBe(nothing);
      expect(await backend.getOrCompute(id, Anything, () => "again")).toBe(nothing);
    }
  });

  suite.asynchronous("different ids are computed at the same time", async ({ backend, models: { Counter } }) => {
    const allRun = deferred();
    let running = 0;
    const results = await Promise.all(
      Array.from({ length: 5 }, (_, count) =>
        backend.getOrCompute(`id/${count}`, Counter, async () => {
          if (++running === 5) allRun.resolve();
          await allRun.promise; // Computations that run one after the other never get here.
          return { count };
        }),
      ),
    );
    expect(results.map(({ count }) => count)).toEqual([0, 1, 2, 3, 4]);
  });

  suite.asynchronous("a computation may request other results", async ({ backend, models: { Counter } }) => {
    const fibonacci = (n: number): Promise<{ count: number }> =>
      backend.getOrCompute(`fibonacci/${n}`, Counter, async () => {
        if (n < 2) return { count: n };
        const [a, b] = await Promise.all([fibonacci(n - 1), fibonacci(n - 2)]);
        return { count: a.count + b.count };
      });
    expect(await fibonacci(12)).toEqual({ count: 144 });
    expect(await backend.listIds("fibonacci")).toHaveLength(13);
  });

  suite.asynchronous(
    "every caller gets a result that is set during the computation",
    async ({ backend, models: { Person } }) => {
      const computed = await backend.getOrCompute("id", Person, async () => {
        await backend.set("id", BOB, { model: Person });
        return ADA;
      });
      expect(computed).toEqual(BOB);
      expect(await backend.get("id", Person)).toEqual(BOB);
    },
  );

  suite.case("an expired result is computed again", async ({ backend, clock, models: { Counter } }) => {
    let calls = 0;
    const ask = (): Promise<{ count: number }> =>
      backend.getOrCompute("id", Counter, () => ({ count: ++calls }), { ttlSeconds: 10 });
    expect([await ask(), await ask()]).toEqual([{ count: 1 }, { count: 1 }]);
    clock.advance(9.999);
    expect(await ask()).toEqual({ count: 1 });
    clock.advance(0.001);
    expect([await ask(), await ask()]).toEqual([{ count: 2 }, { count: 2 }]);
  });

  suite.case("a computation leaves nothing but the result", async ({ backend, models: { Person } }) => {
    await backend.getOrCompute("id", Person, () => ADA);
    expect(await backend.listIds()).toEqual(["id"]);
    await backend.delete("id");
    await failureOf(backend.getOrCompute("id", Person, () => Promise.reject(new Error("no"))));
    expect(await backend.listIds()).toEqual([]);
    expect(await backend.clear()).toBe(0);
  });

  suite.always("compute must be a function", async ({ backend, models: { Person } }) => {
    await expectClass(backend.getOrCompute("id", Person, ADA as never), TypeError);
  });
}
