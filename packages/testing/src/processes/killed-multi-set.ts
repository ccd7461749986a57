import assert from "node:assert/strict";
import { type BackendRecipe, openCacheRecipe } from "./backend-recipe.ts";
import { untilKilled } from "./until-killed.ts";

/** How many calls are acknowledged before a process is killed, at least: the second has something to tear. */
const LEAST_CALLS = 2;
/** How long it goes on writing before it is killed, at most, in milliseconds. */
const LONGEST_RUN_MS = 40;

/** How often a process is killed within `multiSetValues`. */
export interface MultiSetKills {
  readonly kills: number;
  /** How many values are set together. */
  readonly pairs: number;
  /** Ends the process. */
  readonly signal?: AbortSignal | undefined;
}

/** What came of it. */
export interface MultiSetKillsReport {
  /** How many calls were acknowledged. */
  readonly acknowledged: number;
}

/**
 * A process that sets many values together, again and again, is killed at a random moment: afterwards all are of one call, and of none
 * older than the last that was acknowledged.
 *
 * @throws {AssertionError} where the promise is broken.
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
    assert.ok(Number(found) >= last, `What was acknowledged is there: ${last}; got ${String(found)}.`);
  }
  return { acknowledged };
}

/** The calls that were acknowledged before the kill. */
async function setUntilKilled(
  recipe: BackendRecipe,
  pairs: number,
  signal: AbortSignal | undefined,
): Promise<number[]> {
  const task = { name: "cache: set together", pairs } as const;
  const kill = { leastLines: LEAST_CALLS, longestRunMs: LONGEST_RUN_MS, signal };
  return (await untilKilled(recipe, task, kill)).map(Number);
}
