import assert from "node:assert/strict";
import { type BackendRecipe, openRecipe } from "./backend-recipe.ts";
import { runChildren } from "./run-children.ts";
import { suiteModels } from "./suite-models.ts";

/** How large a race on a counter is. */
export interface CounterRace {
  readonly processes: number;
  /** How often each process adds 1. */
  readonly times: number;
  /** Ends the processes. */
  readonly signal?: AbortSignal | undefined;
}

/** What came of a race on a counter. */
export interface CounterRaceReport {
  readonly total: number;
}

/**
 * Several processes add 1 to one counter by `update`, so many times each: no two are given the same number, and the total is exact.
 *
 * @throws {AssertionError} where the promise is broken.
 */
export async function raceOnCounter(
  recipe: BackendRecipe,
  { processes, times, signal }: CounterRace,
): Promise<CounterRaceReport> {
  const reports = await runChildren(recipe, { name: "count", times }, { processes, signal });
  const total = processes * times;
  const { registry, Count } = suiteModels();
  await using results = await openRecipe(recipe, registry);
  assert.deepEqual(await results.getMany(["counter"], Count), [total], "No update is lost.");
  const given = reports.flatMap(({ values }) => values).sort((a, b) => a - b);
  const all = Array.from({ length: total }, (_, i) => i + 1);
  assert.deepEqual(given, all, "Every update is given a number of its own.");
  return { total };
}
