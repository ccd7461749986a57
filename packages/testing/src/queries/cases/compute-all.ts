import type { ItemOutcome, Model } from "@results-manager/core";
import { expect } from "vitest";
import { deferred } from "../../deferred.ts";
import { expectClass, expectCode } from "../../expect-failure.ts";
import type { Suite } from "../../suite.ts";
import { doubles } from "../computed-doubles.ts";

/** `computeAll`: a list of computations that several callers share. */
export function computeAllCases(suite: Suite): void {
  suite.asynchronous(
    "missing results are computed, stored ones are found",
    async ({ backend, models: { Counter } }) => {
      await backend.set("n/3", { count: 7 }, { model: Counter });
      const outcomes: ItemOutcome<number>[] = [];
      const totals: number[] = [];
      const summary = await backend.computeAll(
        new Set([1, 2, 3, 4]),
        doubles(Counter, {
          onOutcome: (outcome) => outcomes.push(outcome),
          onProgress: ({ computed, found, failed, total }) => totals.push(computed + found + failed, total),
        }),
      );
      expect(summary).toEqual({ computed: 3, found: 1, failed: [] });
      expect(outcomes.map(({ status, item, id }) => `${status} ${item} ${id}`).sort()).toEqual([
        "computed 1 n/1",
        "computed 2 n/2",
        "computed 4 n/4",
        "found 3 n/3",
      ]);
      expect(totals).toEqual([1, 4, 2, 4, 3, 4, 4, 4]);
      expect(await backend.getMany(["n/1", "n/2", "n/3", "n/4"], Counter)).toEqual(
        [2, 4, 7, 8].map((count) => ({ count })),
      );
      expect(await backend.computeAll([], doubles(Counter))).toEqual({ computed: 0, found: 0, failed: [] });
    },
  );

  suite.asynchronous(
    "no more items than `concurrency` are computed at a time",
    async ({ backend, models: { Counter } }) => {
      let running = 0;
      let most = 0;
      const compute = async (count: number): Promise<{ count: number }> => {
        most = Math.max(most, ++running);
        await new Promise((resolve) => setTimeout(resolve, 1));
        running--;
        return { count };
      };
      const items = Array.from({ length: 100 }, (_, i) => i);
      expect((await backend.computeAll(items, doubles(Counter, { concurrency: 3, compute }))).computed).toBe(100);
      expect(most).toBe(3);
    },
  );

  suite.asynchronous(
    "an item that another caller computes is skipped, and looked at again at the end",
    async (store) => {
      const { backend, models } = store;
      const started = deferred<void>();
      const other = deferred<{ count: number }>();
      const computing = backend.getOrCompute("n/1", models.Counter, () => {
        started.resolve();
        return other.promise;
      });
      await started.promise;
      const outcomes: string[] = [];
      const summary = backend.computeAll(
        [1, 2, 3, 4],
        doubles(models.Counter, {
          concurrency: 1,
          onOutcome: ({ id, status }) => {
            outcomes.push(`${id} ${status}`);
            if (outcomes.length === 3) other.resolve({ count: 100 });
          },
        }),
      );
      expect(await summary).toEqual({ computed: 3, found: 1, failed: [] });
      expect(outcomes.pop()).toBe("n/1 found");
      expect(outcomes.sort()).toEqual(["n/2 computed", "n/3 computed", "n/4 computed"]);
      expect(await computing).toEqual({ count: 100 });
    },
  );

  suite.asynchronous("an item twice in a list is computed once", async ({ backend, models: { Counter } }) => {
    let calls = 0;
    const compute = async (count: number): Promise<{ count: number }> => ({ count: count + 0 * ++calls });
    expect(await backend.computeAll([1, 1, 1], doubles(Counter, { compute }))).toMatchObject({ computed: 1, found: 2 });
    expect(calls).toBe(1);
  });

  suite.asynchronous(
    "two stores that share a list compute each item once",
    async ({ backend, reopen, models: { Counter } }) => {
      const other = await reopen();
      const calls: number[] = [];
      const compute = async (n: number): Promise<{ count: number }> => {
        calls.push(n);
        await new Promise((resolve) => setTimeout(resolve, 1));
        return { count: n };
      };
      const items = Array.from({ length: 60 }, (_, i) => i);
      const [a, b] = await Promise.all(
        [backend, other].map((each) => each.computeAll(items, doubles(Counter, { compute, concurrency: 4 }))),
      );
      expect(calls.sort((x, y) => x - y)).toEqual(items);
      expect((a?.computed ?? 0) + (b?.computed ?? 0)).toBe(60);
      expect([(a?.computed ?? 0) + (a?.found ?? 0), (b?.computed ?? 0) + (b?.found ?? 0)]).toEqual([60, 60]);
      await other.close();
    },
    ["retention", "sharing"],
  );

  suite.asynchronous(
    "invalid arguments are refused before anything is computed",
    async ({ backend, models: { Counter } }) => {
      const all = (options: object, items: unknown = [1]): Promise<unknown> =>
        backend.computeAll(items as number[], doubles(Counter, options));
      for (const options of [
        { id: "n" },
        { compute: 7 },
        { backoff: 5 },
        { onError: "skip" },
        { onOutcome: "log" },
        { onProgress: null },
        { model: {} as Model },
      ]) {
        await expectClass(all(options), TypeError);
      }
      for (const options of [{ concurrency: 0 }, { concurrency: 1.5 }, { retries: -1 }]) {
        await expectClass(all(options), RangeError);
      }
      expect((await expectClass(all({ concurency: 2 }), TypeError)).message).toContain("'concurrency'");
      await expectClass(all({}, 7), TypeError);
      const withoutOptions = backend.computeAll([1], undefined as never);
      expect((await expectClass(withoutOptions, TypeError)).message).toContain("{ id, model, compute }");
      await expectCode(all({ id: () => ".." }), "INVALID_ID");
      expect(await backend.listIds()).toEqual([]);
      await backend.close();
      await expectCode(all({}), "BACKEND_CLOSED");
    },
    [],
  );
}
