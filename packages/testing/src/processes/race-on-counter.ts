import assert from "node:assert/strict";
import { type BackendRecipe, openRecipe } from "./backend-recipe.ts";
import { runChildren } from "./start-child.ts";
import { suiteModels } from "./suite-models.ts";

/**
 * Several processes add 1 to one counter by `update`, so many times each: the total is exact.
 *
 * @throws {AssertionError} where the promise is broken.
 */
export async function raceOnCounter(
  recipe: BackendRecipe,
  { processes, times }: { readonly processes: number; readonly times: number },
): Promise<void> {
  await runChildren(recipe, { name: "count", times }, processes);
  const { registry, Count } = suiteModels();
  await using results = await openRecipe(recipe, registry);
  assert.equal(await results.get("counter", Count), processes * times, "No update is lost.");
}
