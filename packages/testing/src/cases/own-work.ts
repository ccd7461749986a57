import type { AsyncResultsBackend } from "@results-manager/core";
import { expect } from "vitest";
import { collect } from "../collect.ts";
import { deferred } from "../deferred.ts";
import { expectCode, failureOf } from "../expect-failure.ts";
import type { CounterData, Fixtures } from "../fixtures.ts";
import type { Suite } from "../suite.ts";

type Write = (backend: AsyncResultsBackend, models: Fixtures) => Promise<unknown>;

const OTHER = { count: 9 };

/** Calls that write the result `id`, or may write it. */
const WRITES: Readonly<Record<string, Write>> = {
  set: (backend, { Counter }) => backend.set("id", OTHER, { model: Counter, behavior: "overwrite" }),
  setMany: (backend, { Counter }) =>
    backend.setMany(
      [
        ["other", OTHER],
        ["id", OTHER],
      ],
      { model: Counter, behavior: "overwrite" },
    ),
  delete: (backend) => backend.delete("id"),
  deleteMany: (backend) => backend.deleteMany(["other", "id"]),
  update: (backend, { Counter }) => backend.update("id", Counter, () => OTHER),
  "update by another one": (backend, { Counter }) =>
    backend.update("between", Counter, () => backend.update("id", Counter, () => OTHER)),
  getOrCompute: (backend, { Counter }) => backend.getOrCompute("id", Counter, () => OTHER),
  importRecords: async (backend) => {
    const [records = []] = await collect(backend.exportRecords("id"));
    return backend.importRecords(records, { behavior: "overwrite" });
  },
};

/** Functions that request their own result: each fails at once, and none hangs. */
export function ownWorkCases(suite: Suite): void {
  for (const [name, write] of Object.entries(WRITES)) {
    suite.asynchronous(`${name} of the id within its update is UPDATE_CYCLE and changes nothing`, async (store) => {
      const { backend, models } = store;
      const { Counter } = models;
      await backend.set("id", { count: 1 }, { model: Counter });
      let calls = 0;
      const change = async (): Promise<CounterData> => {
        calls++;
        await write(backend, models);
        return { count: 2 };
      };
      const failure = await failureOf(backend.update("id", Counter, change));
      expect(failure).toMatchObject({ name: "UpdateCycleError", code: "UPDATE_CYCLE", id: "id" });
      expect([calls, await backend.listIds(), await backend.get("id", Counter)]).toEqual([1, ["id"], { count: 1 }]);
      // The function may catch the error; its return value is stored.
      const caught = async (): Promise<CounterData> => {
        await failureOf(write(backend, models));
        return { count: 3 };
      };
      expect(await backend.update("id", Counter, caught)).toEqual({ count: 3 });
    });
  }

  suite.asynchronous("the function of an update may read its id and write others", async ({ backend, models }) => {
    const { Counter } = models;
    await backend.set("id", { count: 1 }, { model: Counter });
    const updated = await backend.update("id", Counter, async () => {
      const [read, , isThere] = await Promise.all([
        backend.get("id", Counter),
        backend.set("id/below", OTHER, { model: Counter }),
        backend.exists("id"),
      ]);
      return { count: isThere ? read.count + 1 : 0 };
    });
    expect([updated, await backend.listIds()]).toEqual([{ count: 2 }, ["id", "id/below"]]);
  });

  suite.asynchronous(
    "work that an update leaves behind may write after the update has ended",
    async ({ backend, models }) => {
      const { Counter } = models;
      const ended = deferred();
      let later: Promise<boolean> | undefined;
      await backend.update("id", Counter, () => {
        later = ended.promise.then(() => backend.set("id", OTHER, { model: Counter, behavior: "overwrite" }));
        return { count: 1 };
      });
      ended.resolve();
      expect([await later, await backend.get("id", Counter)]).toEqual([true, OTHER]);
    },
  );

  suite.asynchronous("a computation that requests its own result is COMPUTE_CYCLE", async ({ backend, models }) => {
    const { Counter } = models;
    const again = (): Promise<CounterData> => backend.getOrCompute("id", Counter, again);
    const failure = await failureOf(backend.getOrCompute("id", Counter, again));
    expect(failure).toMatchObject({ code: "COMPUTE_CYCLE", id: "id", path: ["id", "id"] });
    expect(await backend.getOrCompute("id", Counter, () => OTHER)).toEqual(OTHER);
  });

  suite.asynchronous("a cycle of computations is COMPUTE_CYCLE and names its ids", async (store) => {
    const { backend, models } = store;
    const { Counter } = models;
    const ask = (id: string, next: () => Promise<CounterData>) => () => backend.getOrCompute(id, Counter, next);
    const a = (): Promise<CounterData> =>
      ask(
        "a",
        ask(
          "b",
          ask("c", () => a()),
        ),
      )();
    const failure = await failureOf(a());
    expect(failure).toMatchObject({ code: "COMPUTE_CYCLE", id: "a", path: ["a", "b", "c", "a"] });
    expect((failure as Error).message).toContain("'a' requests its own result through 'b', 'c'");
    expect(await backend.listIds()).toEqual([]);
  });

  suite.asynchronous("computations of two callers that request each other end", async ({ backend, models }) => {
    const { Counter } = models;
    const begun = [deferred(), deferred()] as const;
    const compute = (own: 0 | 1, other: string) => async (): Promise<CounterData> => {
      begun[own].resolve();
      await Promise.all(begun.map(({ promise }) => promise));
      return backend.getOrCompute(other, Counter, () => OTHER);
    };
    const asked = [
      backend.getOrCompute("a", Counter, compute(0, "b")),
      backend.getOrCompute("b", Counter, compute(1, "a")),
    ];
    await Promise.all(asked.map((call) => expectCode(call, "COMPUTE_CYCLE")));
  });

  suite.asynchronous("a caller waits for a computation that requests other results", async ({ backend, models }) => {
    const { Counter } = models;
    const begun = deferred();
    const goOn = deferred();
    const compute = async (): Promise<CounterData> => {
      const parts = await Promise.all(
        [1, 1, 2].map((n) => backend.getOrCompute(`${n}`, Counter, () => ({ count: n }))),
      );
      begun.resolve();
      await goOn.promise;
      return { count: parts.reduce((sum, { count }) => sum + count, 0) };
    };
    const asking = backend.getOrCompute("sum", Counter, compute);
    await begun.promise;
    const waiting = backend.getOrCompute("sum", Counter, () => OTHER);
    goOn.resolve();
    expect(await Promise.all([asking, waiting])).toEqual([{ count: 4 }, { count: 4 }]);
  });
}
