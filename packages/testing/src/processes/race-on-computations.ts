import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import type { BackendRecipe } from "./backend-recipe.ts";
import { runChildren } from "./start-child.ts";

/**
 * Several processes want the same computed results at once: each is computed once. `log` is a file that is not there yet.
 *
 * @throws {AssertionError} where the promise is broken.
 */
export async function raceOnComputations(
  recipe: BackendRecipe,
  { processes, ids, log }: { readonly processes: number; readonly ids: number; readonly log: string },
): Promise<void> {
  await runChildren(recipe, { name: "compute", ids, log }, processes);
  const computed = readFileSync(log, "utf8").trim().split("\n");
  assert.equal(new Set(computed).size, ids, "Everything is computed.");
  assert.equal(computed.length, ids, "Nothing is computed twice.");
}
