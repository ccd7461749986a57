import { expect } from "vitest";
import { deferred } from "../deferred.ts";
import { expectClass, expectCode, failureOf } from "../expect-failure.ts";
import { ADA } from "../fixtures.ts";
import type { Suite } from "../suite.ts";

/** `update`: reads, changes and writes atomically. */
export function updateCases(suite: Suite): void {
  suite.case(
    "change gets undefined or the stored value, and update returns the new value",
    async ({ backend, models: { Counter } }) => {
      const seen: unknown[] = [];
      const add = (current: { count: number } | undefined): { count: number } => {
        seen.push(current);
        return { count: (current?.count ?? 0) + 1 };
      };
      expect(await backend.update("id", Counter, add)).toEqual({ count: 1 });
      expect(await backend.update("id", Counter, add)).toEqual({ count: 2 });
      expect(seen).toEqual([undefined, { count: 1 }]);
      expect(await backend.get("id", Counter)).toEqual({ count: 2 });
      expect((await backend.info("id")).modelName).toBe("Counter");
    },
  );

  suite.asynchronous("no change is lost among many concurrent updates", async ({ backend, models: { Counter } }) => {
    await Promise.all(
      Array.from({ length: 100 }, (_, i) =>
        backend.update(`counter/${i % 2}`, Counter, async (current) => {
          if (i % 3 === 0) await new Promise(setImmediate);
          return { count: (current?.count ?? 0) + 1 };
        }),
      ),
    );
    expect(await backend.getMany(["counter/0", "counter/1"], Counter)).toEqual([{ count: 50 }, { count: 50 }]);
  });

  suite.asynchronous(
    "an update among sets overwrites only the value it has read",
    async ({ backend, models: { Anything } }) => {
      const entered = deferred();
      const goOn = deferred();
      let calls = 0;
      const updating = backend.update("id", Anything, async (current) => {
        calls++;
        entered.resolve();
        await goOn.promise;
        return [current, "updated"];
      });
      await entered.promise;
      // With a lock it waits for the update, without one it is written in between: both are correct.
      const setting = backend.set("id", "set", { model: Anything, behavior: "overwrite" });
      await Promise.race([setting, new Promise((resolve) => setTimeout(resolve, 30))]);
      goOn.resolve();
      const updated = await updating;
      await setting;
      const order =
        calls === 1
          ? [[undefined, "updated"], "set"]
          : [
              ["set", "updated"],
              ["set", "updated"],
            ];
      expect([updated, await backend.get("id", Anything)], `after ${calls} calls`).toEqual(order);
    },
  );

  suite.case(
    "an error of change reaches the caller and leaves the result unchanged",
    async ({ backend, models: { Counter } }) => {
      const error = new Error("no");
      const fail = (): never => {
        throw error;
      };
      expect(await failureOf(backend.update("id", Counter, fail))).toBe(error);
      expect(await backend.exists("id")).toBe(false);
      await backend.set("id", { count: 1 }, { model: Counter });
      const before = await backend.info("id");
      expect(await failureOf(backend.update("id", Counter, fail))).toBe(error);
      expect(await backend.get("id", Counter)).toEqual({ count: 1 });
      expect(await backend.info("id")).toEqual(before);
      expect(await backend.update("id", Counter, () => ({ count: 5 }))).toEqual({ count: 5 });
    },
  );

  suite.asynchronous("change may be asynchronous", async ({ backend, models: { Counter } }) => {
    const error = new Error("no");
    const add = async (current: { count: number } | undefined) => ({ count: (current?.count ?? 0) + 1 });
    expect(await backend.update("id", Counter, add)).toEqual({ count: 1 });
    expect(await failureOf(backend.update("id", Counter, () => Promise.reject(error)))).toBe(error);
    expect(await backend.update("id", Counter, add)).toEqual({ count: 2 });
  });

  suite.case(
    "an unreadable result cannot be updated, and stays",
    async ({ backend, models: { Anything, Counter } }) => {
      await backend.set("id", "no counter", { model: Anything });
      await expectCode(
        backend.update("id", Counter, () => ({ count: 1 })),
        "VALIDATION_FAILED",
      );
      expect(await backend.get("id", Anything)).toBe("no counter");
    },
  );

  suite.always("change must be a function", async ({ backend, models: { Person } }) => {
    await expectClass(backend.update("id", Person, ADA as never), TypeError);
  });

  suite.case("an aborted signal ends the update with its reason", async ({ backend, models: { Counter } }) => {
    const reason = new Error("enough");
    const signal = AbortSignal.abort(reason);
    expect(await failureOf(backend.update("id", Counter, () => ({ count: 1 }), { signal }))).toBe(reason);
    expect(await backend.exists("id")).toBe(false);
  });

  suite.asynchronous("change may read and write other ids", async ({ backend, models: { Counter } }) => {
    await backend.set("a", { count: 2 }, { model: Counter });
    const sum = await backend.update("b", Counter, async () => {
      await backend.set("log", { count: 0 }, { model: Counter });
      const { count } = await backend.get("a", Counter);
      expect(await backend.exists("b")).toBe(false);
      return backend.update("c", Counter, () => ({ count: count * 10 }));
    });
    expect(sum).toEqual({ count: 20 });
    expect(await backend.listIds()).toEqual(["a", "b", "c", "log"]);
  });
}
