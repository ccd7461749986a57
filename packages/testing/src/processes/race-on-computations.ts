import assert from "node:assert/strict";
import type { BackendRecipe } from "./backend-recipe.ts";
import { readComputations } from "./computation-log.ts";
import { expectComputed } from "./expect-computed.ts";
import { runChildren } from "./run-children.ts";

/** Options of a race on computations. */
export interface ComputationRace {
  readonly processes: number;
  readonly ids: number;
  /** Path of a file in which the processes record their computations; it does not exist yet. */
  readonly log: string;
  /** Ends the processes when it is aborted. */
  readonly signal?: AbortSignal | undefined;
}

/** Result of a race on computations. */
export interface ComputationRaceReport {
  /** Number of results that each process computed. */
  readonly runs: readonly number[];
}

/**
 * Requests the same results in several processes, and asserts that each is computed once and all processes get it.
 *
 * @throws {AssertionError} when the guarantee is broken.
 */
export async function raceOnComputations(
  recipe: BackendRecipe,
  { processes, ids, log, signal }: ComputationRace,
): Promise<ComputationRaceReport> {
  const reports = await runChildren(recipe, { name: "compute", ids, log }, { processes, signal });
  const computed = readComputations(log);
  assert.equal(computed.length, ids, "Every result is computed exactly once.");
  expectComputed(computed, reports, ids);
  return { runs: reports.map(({ pid }) => computed.filter((run) => run.pid === pid).length) };
}
