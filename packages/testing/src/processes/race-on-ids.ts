import assert from "node:assert/strict";
import type { SetBehavior } from "@results-manager/core";
import { type BackendRecipe, openRecipe } from "./backend-recipe.ts";
import { runChildren } from "./run-children.ts";
import { suiteIds } from "./suite-ids.ts";
import { suiteModels } from "./suite-models.ts";

/** Options of a race on ids. */
export interface IdRace {
  readonly processes: number;
  readonly ids: number;
  readonly behavior: Extract<SetBehavior, "skip_if_exists" | "raise_if_exists">;
  /** Ends the processes when it is aborted. */
  readonly signal?: AbortSignal | undefined;
}

/** Result of a race on ids. */
export interface IdRaceReport {
  /** Number of ids that each process won. */
  readonly wins: readonly number[];
}

/**
 * Sets the same ids in several processes, each in another order, and asserts that exactly one process wins each id, that its value is
 * read, and that all others get to know that they lost.
 *
 * @throws {AssertionError} when the guarantee is broken.
 */
export async function raceOnIds(
  recipe: BackendRecipe,
  { processes, ids, behavior, signal }: IdRace,
): Promise<IdRaceReport> {
  const reports = await runChildren(recipe, { name: "set", behavior, ids }, { processes, signal });
  const winners = new Map(reports.flatMap(({ won, pid }) => won.map((id) => [id, pid] as const)));
  const wins = reports.map(({ won }) => won.length);
  assert.equal(sum(wins), ids, "No id has more than one winner.");
  assert.equal(winners.size, ids, "Every id has a winner.");
  const refused = sum(reports.map((report) => report.refused));
  assert.equal(refused, behavior === "raise_if_exists" ? (processes - 1) * ids : 0, "Every other process is refused.");
  const { registry, Count } = suiteModels();
  await using results = await openRecipe(recipe, registry);
  const expected = suiteIds(ids).sort();
  assert.deepEqual(await results.listIds(), expected, "Exactly the ids that were won are listed.");
  const stored = await results.getMany(expected, Count);
  const won = expected.map((id) => winners.get(id));
  assert.deepEqual(stored, won, "The value of the winner is read.");
  return { wins };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
