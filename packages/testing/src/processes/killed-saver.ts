import assert from "node:assert/strict";
import { digest, type StoredCall } from "@results-manager/core";
import { type BackendRecipe, openCallsRecipe } from "./backend-recipe.ts";
import { loadWhole } from "./suite-calls.ts";
import { untilKilled } from "./until-killed.ts";

/** Options of killing processes that save calls. */
export interface SaverKills {
  readonly kills: number;
  /** Ends the process when it is aborted. */
  readonly signal?: AbortSignal | undefined;
}

/** Result of killing processes that save calls. */
export interface SaverKillsReport {
  /** Number of acknowledged saves, all of which were found complete. */
  readonly acknowledged: number;
  /** Number of loaded values, including parts. */
  readonly values: number;
}

/** Least number of acknowledged saves before a process is killed. */
const LEAST_SAVES = 2;
/** Longest time for which a process goes on saving before it is killed, in milliseconds. */
const LONGEST_RUN_MS = 50;

/**
 * Repeatedly kills a process at a random moment while it saves calls with values of many parts, and asserts that every stored call and
 * value is complete, and that every acknowledged call is stored.
 *
 * @throws {AssertionError} when the guarantee is broken.
 */
export async function killedSaver(recipe: BackendRecipe, { kills, signal }: SaverKills): Promise<SaverKillsReport> {
  let acknowledged = 0;
  let values = 0;
  for (let run = 0; run < kills; run++) {
    const kill = { leastLines: LEAST_SAVES, longestRunMs: LONGEST_RUN_MS, signal };
    const said = await untilKilled(recipe, { name: "calls: save", run }, kill);
    acknowledged += said.length;
    await using calls = await openCallsRecipe(recipe);
    for (const key of said) assert.ok(await calls.contains(key), `'${key}' was acknowledged, but is not stored.`);
    for await (const call of calls.query()) await loadOrFail(call, () => loadWhole(calls, call));
    for await (const key of calls.values.keys()) {
      assert.equal(digest(await loadOrFail(key, () => calls.values.load(key))), key, "A value has its digest.");
      values++;
    }
    // So that the next check does not take longer than this one.
    for (const key of await calls.list()) await calls.evict(key);
    await calls.gc();
  }
  return { acknowledged, values };
}

async function loadOrFail<T>(what: string | StoredCall, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    const key = typeof what === "string" ? what : what.key;
    throw new assert.AssertionError({ message: `The stored value '${key}' must be complete; got ${String(cause)}` });
  }
}
