import { SetBehavior } from "@results-manager/core";
import { expect } from "vitest";
import { deferred } from "../deferred.ts";
import { failureOf } from "../expect-failure.ts";
import { ADA, BOB } from "../fixtures.ts";
import type { Suite } from "../suite.ts";

/** Several backends that are open on one store. */
export function sharingCases(suite: Suite): void {
  suite.shared(
    "a write of one backend is visible to the others at once",
    async ({ backend, reopen, models: { Person } }) => {
      const other = await reopen();
      await backend.set("a", ADA, { model: Person });
      expect(await other.get("a", Person)).toEqual(ADA);
      await other.set("a", BOB, { model: Person, behavior: "overwrite" });
      expect(await backend.get("a", Person)).toEqual(BOB);
      await backend.set("b/c", ADA, { model: Person });
      expect(await other.listIds()).toEqual(["a", "b/c"]);
      await other.delete("a");
      expect(await backend.exists("a")).toBe(false);
      await other.close();
      expect(await backend.listIds()).toEqual(["b/c"]);
    },
  );

  for (const behavior of [SetBehavior.RaiseIfExists, SetBehavior.SkipIfExists]) {
    suite.shared(
      `exactly one of all writes of one id with ${behavior} wins`,
      async ({ backend, reopen, models: { Counter } }) => {
        const backends = [backend, await reopen(), await reopen()];
        const ids = Array.from({ length: 40 }, (_, i) => `id/${i}`);
        const wins = await Promise.all(
          ids.flatMap((id) =>
            backends.map(async (each, count): Promise<number> => {
              const outcome = await each
                .set(id, { count }, { model: Counter, behavior })
                .catch((error: unknown) => error);
              return outcome === true ? 1 : 0;
            }),
          ),
        );
        expect(wins.reduce((sum, win) => sum + win, 0)).toBe(ids.length);
      },
    );
  }

  suite.shared("no update of any backend is lost", async ({ backend, reopen, models: { Counter } }) => {
    const backends = [backend, await reopen(), await reopen()];
    await Promise.all(
      Array.from({ length: 60 }, (_, i) =>
        backends[i % 3]?.update("n", Counter, (current) => ({ count: (current?.count ?? 0) + 1 })),
      ),
    );
    expect(await backend.get("n", Counter)).toEqual({ count: 60 });
  });

  suite.asynchronous(
    "one backend computes, and the others get its result",
    async ({ backend, reopen, models: { Counter } }) => {
      const backends = [backend, await reopen(), await reopen()];
      let calls = 0;
      const results = await Promise.all(
        Array.from({ length: 12 }, (_, i) =>
          backends[i % 3]?.getOrCompute("n", Counter, async () => {
            await new Promise((resolve) => setTimeout(resolve, 50));
            return { count: ++calls };
          }),
        ),
      );
      expect(calls).toBe(1);
      expect(results).toEqual(results.map(() => ({ count: 1 })));
    },
    ["retention", "sharing"],
  );

  suite.asynchronous(
    "when the computation of one backend fails, another backend computes",
    async ({ backend, reopen, models: { Counter } }) => {
      const other = await reopen();
      const started = deferred<void>();
      const failing = failureOf(
        backend.getOrCompute("n", Counter, async () => {
          started.resolve();
          await new Promise((resolve) => setTimeout(resolve, 30));
          throw new Error("no");
        }),
      );
      await started.promise;
      expect(await other.getOrCompute("n", Counter, () => ({ count: 2 }))).toEqual({ count: 2 });
      expect(await failing).toMatchObject({ message: "no" });
    },
    ["retention", "sharing"],
  );
}
