import assert from "node:assert/strict";
import { type BackendRecipe, openRecipe } from "./backend-recipe.ts";
import { runChildren } from "./run-children.ts";
import { suiteModels } from "./suite-models.ts";

/** Options of a race on a counter. */
export interface CounterRace {
  readonly processes: number;
  /** Number of times that each process adds 1. */
  readonly times: number;
  /** Ends the processes when it is aborted. */
  readonly signal?: AbortSignal | undefined;
}

/** Result of a race on a counter. */
export interface CounterRaceReport {
  readonly total: number;
}

/**
 * Adds 1 to one counter by `update` in several processes, and asserts that no two calls return the same number and the total is exact.
 *
 * @throws {AssertionError} when the guarantee is broken.
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
  assert.deepEqual(given, all, "Every update returns another number.");
  return { total };
}
