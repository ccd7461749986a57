import assert from "node:assert/strict";
import type { SetBehavior } from "@results-manager/core";
import { type BackendRecipe, openRecipe } from "./backend-recipe.ts";
import { runChildren } from "./start-child.ts";
import { suiteModels } from "./suite-models.ts";

/** How large a race on ids is. */
export interface IdRace {
  readonly processes: number;
  readonly ids: number;
  readonly behavior: Extract<SetBehavior, "skip_if_exists" | "raise_if_exists">;
}

/**
 * Several processes set the same ids, each in an order of its own: exactly one wins each id, and all others are told so.
 *
 * @throws {AssertionError} where the promise is broken.
 */
export async function raceOnIds(recipe: BackendRecipe, { processes, ids, behavior }: IdRace): Promise<void> {
  const reports = await runChildren(recipe, { name: "set", behavior, ids }, processes);
  const won = reports.flatMap((report) => report.won);
  assert.equal(won.length, ids, "Every id has one winner, and no more.");
  assert.equal(new Set(won).size, ids, "Every id has a winner.");
  const refused = reports.reduce((sum, report) => sum + report.refused, 0);
  assert.equal(refused, behavior === "raise_if_exists" ? (processes - 1) * ids : 0, "Everyone else is refused.");
  const { registry, Count } = suiteModels();
  await using results = await openRecipe(recipe, registry);
  assert.deepEqual(await results.listIds(), won.sort(), "What was won is listed, and nothing else.");
  const stored = await results.getMany(won, Count);
  assert.ok(
    stored.every((pid) => Number.isInteger(pid)),
    "What was won is read.",
  );
}
