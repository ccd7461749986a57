import assert from "node:assert/strict";
import { type BackendRecipe, openCallsRecipe } from "./backend-recipe.ts";
import { untilKilled } from "./until-killed.ts";

/** Options of killing processes within `transform`. */
export interface TransformKills {
  readonly kills: number;
  /** Number of calls, each of which is moved to the key of the next. */
  readonly calls: number;
  /** Ends the process when it is aborted. */
  readonly signal?: AbortSignal | undefined;
}

const LONGEST_RUN_MS = 60;

/**
 * Kills a process at a random moment while it moves every call to the key of the next one, cyclically, and asserts that no call is lost,
 * and that either all calls have moved or none.
 *
 * @throws {AssertionError} when the guarantee is broken.
 */
export async function killedTransform(
  recipe: BackendRecipe,
  { kills, calls: count, signal }: TransformKills,
): Promise<{ readonly moved: number }> {
  {
    await using calls = await openCallsRecipe(recipe);
    const numbers = Array.from({ length: count }, (_, n) => n);
    await Promise.all(numbers.map((n) => calls.save({ name: "shift", arguments: { n }, result: { was: n } })));
  }
  let moved = 0;
  for (let run = 0; run < kills; run++) {
    const kill = { leastLines: 1, longestRunMs: LONGEST_RUN_MS, signal };
    const said = await untilKilled(recipe, { name: "calls: shift", count }, kill);
    await using calls = await openCallsRecipe(recipe);
    const distances = new Set<number>();
    const results = new Set<number>();
    for await (const call of calls.query({ name: "shift" })) {
      const n = (await calls.values.load(call.arguments.n?.digest ?? "")) as number;
      const { was } = (await calls.values.load(call.result?.digest ?? "")) as { readonly was: number };
      distances.add((n - was + count) % count);
      results.add(was);
    }
    assert.equal(results.size, count, "No call is lost.");
    assert.equal(distances.size, 1, `All calls have moved by the same distance; got ${[...distances].join(" and ")}.`);
    moved += said.filter((line) => line === "done").length;
  }
  return { moved };
}
