import assert from "node:assert/strict";
import type { SetBehavior } from "@results-manager/core";
import { type BackendRecipe, openRecipe } from "./backend-recipe.ts";
import { runChildren } from "./run-children.ts";
import { suiteIds } from "./suite-ids.ts";
import { suiteModels } from "./suite-models.ts";

/** How large a race on ids is. */
export interface IdRace {
  readonly processes: number;
  readonly ids: number;
  readonly behavior: Extract<SetBehavior, "skip_if_exists" | "raise_if_exists">;
  /** Ends the processes. */
  readonly signal?: AbortSignal | undefined;
}

/** What came of a race on ids. */
export interface IdRaceReport {
  /** How many ids each process won. */
  readonly wins: readonly number[];
}

/**
 * Several processes set the same ids, each in an order of its own: exactly one wins each id, what it wrote is what is read, and all
 * others are told so.
 *
 * @throws {AssertionError} where the promise is broken.
 */
export async function raceOnIds(
  recipe: BackendRecipe,
  { processes, ids, behavior, signal }: IdRace,
): Promise<IdRaceReport> {
  const reports = await runChildren(recipe, { name: "set", behavior, ids }, { processes, signal });
  const winners = new Map(reports.flatMap(({ won, pid }) => won.map((id) => [id, pid] as const)));
  const wins = reports.map(({ won }) => won.length);
  assert.equal(sum(wins), ids, "Every id has one winner, and no more.");
  assert.equal(winners.size, ids, "Every id has a winner.");
  const refused = sum(reports.map((report) => report.refused));
  assert.equal(refused, behavior === "raise_if_exists" ? (processes - 1) * ids : 0, "Everyone else is refused.");
  const { registry, Count } = suiteModels();
  await using results = await openRecipe(recipe, registry);
  const expected = suiteIds(ids).sort();
  assert.deepEqual(await results.listIds(), expected, "What was won is listed, and nothing else.");
  const stored = await results.getMany(expected, Count);
  const won = expected.map((id) => winners.get(id));
  assert.deepEqual(stored, won, "What the winner wrote is read.");
  return { wins };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
