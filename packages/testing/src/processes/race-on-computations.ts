import assert from "node:assert/strict";
import type { BackendRecipe } from "./backend-recipe.ts";
import { readComputations } from "./computation-log.ts";
import { expectComputed } from "./expect-computed.ts";
import { runChildren } from "./run-children.ts";

/** How large a race on computations is. */
export interface ComputationRace {
  readonly processes: number;
  readonly ids: number;
  /** A file, not there yet, in which processes note what they compute. */
  readonly log: string;
  /** Ends the processes. */
  readonly signal?: AbortSignal | undefined;
}

/** What came of a race on computations. */
export interface ComputationRaceReport {
  /** How many results each process computed. */
  readonly runs: readonly number[];
}

/**
 * Several processes want the same computed results at once: each is computed once, and all get it.
 *
 * @throws {AssertionError} where the promise is broken.
 */
export async function raceOnComputations(
  recipe: BackendRecipe,
  { processes, ids, log, signal }: ComputationRace,
): Promise<ComputationRaceReport> {
  const reports = await runChildren(recipe, { name: "compute", ids, log }, { processes, signal });
  const computed = readComputations(log);
  assert.equal(computed.length, ids, "Everything is computed once, and nothing twice.");
  expectComputed(computed, reports, ids);
  return { runs: reports.map(({ pid }) => computed.filter((run) => run.pid === pid).length) };
}
