import { isResultsError, SetBehavior } from "@results-manager/core";
import fc from "fast-check";
import { expect } from "vitest";
import type { OpenedStore } from "../opened-store.ts";
import type { Suite } from "../suite.ts";

const IDS: readonly string[] = ["a", "a/b", "b"];

/** Yields to other tasks of the case a number of times. */
async function pause(turns: number): Promise<void> {
  for (let i = 0; i < turns; i++) await (i % 2 === 0 ? undefined : new Promise(setImmediate));
}

/** Properties of many tasks on few ids, in random order and at random moments. */
export function interleavingProperties(suite: Suite): void {
  const id = fc.constantFrom(...IDS);
  const turns = fc.nat({ max: 5 });

  suite.case("exactly one of all tasks that create an id wins, and its value stays", async (store) => {
    const behavior = fc.constantFrom(SetBehavior.RaiseIfExists, SetBehavior.SkipIfExists);
    const writers = fc.array(fc.record({ id, turns, behavior }), { minLength: 2, maxLength: 30 });
    await forAll(store, writers, async (tasks) => {
      const { backend, models } = store;
      const won = await Promise.all(
        tasks.map(async (task, count) => {
          await pause(task.turns);
          return backend
            .set(task.id, { count }, { model: models.Counter, behavior: task.behavior })
            .catch((error: unknown) => {
              if (isResultsError(error, "RESULT_EXISTS") && task.behavior === "raise_if_exists") return false;
              throw error;
            });
        }),
      );
      for (const each of new Set(tasks.map((task) => task.id))) {
        const winners = tasks.flatMap((task, i) => (task.id === each && won[i] ? [i] : []));
        expect(winners).toHaveLength(1);
        expect(await backend.get(each, models.Counter)).toEqual({ count: winners[0] });
      }
    });
  });

  suite.asynchronous("counters are exact, and every intermediate value is returned once", async (store) => {
    const adders = fc.array(fc.record({ id, turns, inside: turns }), { minLength: 2, maxLength: 30 });
    await forAll(store, adders, async (tasks) => {
      const { backend, models } = store;
      const returned = await Promise.all(
        tasks.map(async (task) => {
          await pause(task.turns);
          return backend.update(task.id, models.Counter, async (current) => {
            await pause(task.inside);
            return { count: (current?.count ?? 0) + 1 };
          });
        }),
      );
      for (const each of IDS) {
        const counts = returned.filter((_, i) => tasks[i]?.id === each).map(({ count }) => count);
        expect(counts.sort((a, b) => a - b)).toEqual(counts.map((_, i) => i + 1));
      }
    });
  });

  suite.asynchronous("one task computes, and all tasks get that result", async (store) => {
    const askers = fc.array(fc.record({ id, turns, inside: turns }), { minLength: 2, maxLength: 20 });
    await forAll(store, askers, async (tasks) => {
      const { backend, models } = store;
      const computed: string[] = [];
      const results = await Promise.all(
        tasks.map(async (task, count) => {
          await pause(task.turns);
          return backend.getOrCompute(task.id, models.Counter, async () => {
            computed.push(task.id);
            await pause(task.inside);
            return { count };
          });
        }),
      );
      const asked = [...new Set(tasks.map((task) => task.id))];
      expect(computed.toSorted()).toEqual(asked.toSorted());
      for (const [i, result] of results.entries())
        expect(result).toEqual(await backend.get(tasks[i]?.id as string, models.Counter));
    });
  });

  suite.case("successful creations and deletions of an id alternate", async (store) => {
    const tasks = fc.array(fc.record({ id, turns, create: fc.boolean() }), { minLength: 2, maxLength: 30 });
    await forAll(store, tasks, async (steps) => {
      const { backend, models } = store;
      const done = await Promise.all(
        steps.map(async (step, count) => {
          await pause(step.turns);
          if (!step.create) return backend.delete(step.id);
          return backend.set(step.id, { count }, { model: models.Counter, behavior: "skip_if_exists" });
        }),
      );
      for (const each of IDS) {
        const count = (create: boolean): number =>
          steps.filter((step, i) => step.id === each && step.create === create && done[i]).length;
        expect(count(true) - count(false)).toBe((await backend.exists(each)) ? 1 : 0);
      }
    });
  });
}

async function forAll<T>(
  store: OpenedStore,
  tasks: fc.Arbitrary<T[]>,
  body: (tasks: readonly T[]) => Promise<void>,
): Promise<void> {
  const { seed, runs } = store.properties;
  const property = fc.asyncProperty(tasks, async (each) => {
    await store.backend.clear();
    await body(each);
  });
  await fc.assert(property, { seed, numRuns: Math.ceil(runs / 2) });
}
