import assert from "node:assert/strict";
import { type BackendRecipe, openCacheRecipe } from "./backend-recipe.ts";
import { untilKilled } from "./until-killed.ts";

/** Least number of acknowledged calls before a process is killed: from the second on, old values could be mixed with new ones. */
const LEAST_CALLS = 2;
/** Longest time for which a process goes on writing before it is killed, in milliseconds. */
const LONGEST_RUN_MS = 40;

/** Options of killing processes within `multiSetValues`. */
export interface MultiSetKills {
  readonly kills: number;
  /** Number of values that one call sets. */
  readonly pairs: number;
  /** Ends the process when it is aborted. */
  readonly signal?: AbortSignal | undefined;
}

/** Result of killing processes within `multiSetValues`. */
export interface MultiSetKillsReport {
  /** Number of acknowledged calls. */
  readonly acknowledged: number;
}

/**
 * Kills a process at a random moment while it repeatedly sets many values together, and asserts that afterwards all values are of one
 * call, which is not older than the last acknowledged one.
 *
 * @throws {AssertionError} when the guarantee is broken.
 */
export async function killedMultiSet(
  recipe: BackendRecipe,
  { kills, pairs, signal }: MultiSetKills,
): Promise<MultiSetKillsReport> {
  const keys = Array.from({ length: pairs }, (_, i) => `pair/${i}`);
  let acknowledged = 0;
  for (let run = 0; run < kills; run++) {
    const said = await setUntilKilled(recipe, pairs, signal);
    acknowledged += said.length;
    await using cache = await openCacheRecipe(recipe);
    const values = new Set(await cache.multiGetValues(keys));
    assert.equal(values.size, 1, `All values are of one call; got ${[...values].slice(0, 5).join(", ")}.`);
    const [found] = values;
    const last = said.at(-1) ?? 0;
    assert.ok(
      Number(found) >= last,
      `The values of acknowledged call ${last}, or of a later one, must be stored; got ${String(found)}.`,
    );
  }
  return { acknowledged };
}

/** Returns the calls that were acknowledged before the kill. */
async function setUntilKilled(
  recipe: BackendRecipe,
  pairs: number,
  signal: AbortSignal | undefined,
): Promise<number[]> {
  const task = { name: "cache: set together", pairs } as const;
  const kill = { leastLines: LEAST_CALLS, longestRunMs: LONGEST_RUN_MS, signal };
  return (await untilKilled(recipe, task, kill)).map(Number);
}
