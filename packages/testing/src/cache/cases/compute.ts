import { expect } from "vitest";
import { deferred } from "../../deferred.ts";
import { expectCode, failureOf } from "../../expect-failure.ts";
import { ADA } from "../../fixtures.ts";
import type { CacheSuite } from "../opened-cache.ts";

/** `getOrCompute`: computes a missing value once. */
export function computeCases(suite: CacheSuite): void {
  suite.asynchronous("many callers share one computation, and one more after expiry", async ({ cache, clock }) => {
    let calls = 0;
    const compute = async (): Promise<number> => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      return ++calls;
    };
    const ask = () => cache.getOrCompute("key", compute, { ttlSeconds: 10 });
    for (const window of [1, 2, 3]) {
      expect(await Promise.all(Array.from({ length: 50 }, ask))).toEqual(Array.from({ length: 50 }, () => window));
      clock.advance(9.999);
      expect(await ask()).toBe(window);
      clock.advance(0.001);
    }
  });

  suite.case("a stored value is not computed, even if it is null", async ({ cache }) => {
    expect(await cache.getOrCompute("null", () => null)).toBeNull();
    expect(await cache.getOrCompute("null", () => 1)).toBeNull();
    await cache.setValue("set", "here");
    expect(await cache.getOrCompute("set", () => "computed")).toBe("here");
  });

  suite.asynchronous(
    "an error reaches every waiter, nothing is stored, and the next call computes",
    async ({ cache }) => {
      const failure = new Error("no");
      const goOn = deferred();
      const asking = Array.from({ length: 5 }, () =>
        failureOf(
          cache.getOrCompute("key", async () => {
            await goOn.promise;
            throw failure;
          }),
        ),
      );
      await cache.getOrCompute("later", () => 1); // By then, all of them wait.
      goOn.resolve();
      for (const error of await Promise.all(asking)) expect(error).toBe(failure);
      expect(await cache.exists("key")).toBe(false);
      expect(await cache.getOrCompute("key", () => 2)).toBe(2);
    },
    [],
  );

  suite.asynchronous("every caller gets a value that is set during the computation", async ({ cache }) => {
    const goOn = deferred();
    const started = deferred();
    const asking = cache.getOrCompute("key", async () => {
      started.resolve();
      await goOn.promise;
      return "computed";
    });
    await started.promise;
    await cache.setValue("key", "set");
    goOn.resolve();
    expect(await asking).toBe("set");
  });

  suite.asynchronous(
    "an aborted waiter leaves alone, and the last one aborts the computation",
    async (opened) => {
      const { cache } = opened;
      const reason = new Error("enough");
      const told = deferred<unknown>();
      const started = deferred();
      const controllers = [new AbortController(), new AbortController()] as const;
      const asking = controllers.map(({ signal }) =>
        failureOf(
          cache.getOrCompute(
            "key",
            (context) => {
              started.resolve();
              context.signal.addEventListener("abort", () => told.resolve(context.signal.reason));
              return new Promise(() => {});
            },
            { signal },
          ),
        ),
      );
      await started.promise;
      for (const [i, controller] of controllers.entries()) {
        controller.abort(reason);
        expect(await asking[i]).toBe(reason);
      }
      expect(await told.promise).toBe(reason);
      expect(await failureOf(cache.getOrCompute("other", () => 1, { signal: AbortSignal.abort(reason) }))).toBe(reason);
    },
    [],
  );

  suite.asynchronous(
    "a computation does not begin after its last waiter has left",
    async ({ cache }) => {
      const controller = new AbortController();
      let calls = 0;
      const asking = failureOf(cache.getOrCompute("key", () => ++calls, { signal: controller.signal }));
      controller.abort();
      await asking;
      await cache.close(); // The computation would have begun by then.
      expect(calls).toBe(0);
    },
    [],
  );

  suite.shared(
    "an abandoned computation that ignores its signal delays no other cache once its own is closed",
    async ({ cache, reopen }) => {
      const started = deferred();
      const controller = new AbortController();
      const compute = () => {
        started.resolve();
        return new Promise(() => {});
      };
      const asking = failureOf(cache.getOrCompute("key", compute, { signal: controller.signal }));
      await started.promise;
      controller.abort();
      await asking;
      await cache.close();
      const again = await reopen();
      expect(await again.getOrCompute("key", () => 2)).toBe(2);
    },
  );

  suite.case("a model checks computed and stored values", async ({ cache, models: { Person, Celsius, OneWay } }) => {
    expect(await cache.getOrCompute("ada", Person, () => ADA)).toEqual(ADA);
    expect(await cache.getValue("ada", { model: Person })).toEqual(ADA);
    const wrong = { name: "Ada", age: "36" } as unknown as typeof ADA;
    await expectCode(
      cache.getOrCompute("wrong", Person, () => wrong),
      "VALIDATION_FAILED",
    );
    expect(await cache.exists("wrong")).toBe(false);
    await cache.setValue("wrong", wrong);
    await expectCode(cache.getValue("wrong", { model: Person }), "VALIDATION_FAILED");
    await expectCode(cache.multiGetValues(["ada", "wrong"], { model: Person }), "VALIDATION_FAILED");
    expect(await cache.getValue("missing", { model: Person })).toBeUndefined();
    const warm = { at: new Date(0), degrees: 20 };
    for (const tags of [[], ["weather"]]) {
      expect(await cache.getOrCompute(`warm${tags.length}`, Celsius, () => warm, { tags })).toEqual(warm);
      expect(await cache.getValue(`warm${tags.length}`, { model: Celsius })).toEqual(warm);
    }
    const input = { at: warm.at.toISOString(), degrees: "20" };
    expect(await cache.getOrCompute("input", Celsius, () => input)).toEqual(warm);
    await expectCode(
      cache.getOrCompute("one-way", OneWay, () => warm),
      "VALIDATION_FAILED",
    );
  });

  suite.asynchronous(
    "one cache computes, and the others on the store get its value",
    async ({ cache, reopen }) => {
      const caches = [cache, await reopen(), await reopen()];
      let calls = 0;
      const compute = async (): Promise<number> => {
        await new Promise((resolve) => setTimeout(resolve, 50));
        return ++calls;
      };
      const values = await Promise.all(Array.from({ length: 12 }, (_, i) => caches[i % 3]?.getOrCompute("n", compute)));
      expect(values).toEqual(values.map(() => 1));
    },
    ["retention", "sharing"],
  );
}
