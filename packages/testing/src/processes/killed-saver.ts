import assert from "node:assert/strict";
import { digest, type StoredCall } from "@results-manager/core";
import { type BackendRecipe, openCallsRecipe } from "./backend-recipe.ts";
import { loadWhole } from "./suite-calls.ts";
import { untilKilled } from "./until-killed.ts";

/** How often a process that saves calls is killed. */
export interface SaverKills {
  readonly kills: number;
  /** Ends the process. */
  readonly signal?: AbortSignal | undefined;
}

/** What came of it. */
export interface SaverKillsReport {
  /** How many saves were acknowledged, all of which were found whole. */
  readonly acknowledged: number;
  /** How many values, parts included, were loaded. */
  readonly values: number;
}

/** How many saves are acknowledged before a process is killed, at least. */
const LEAST_SAVES = 2;
/** How long it goes on saving before it is killed, at most, in milliseconds. */
const LONGEST_RUN_MS = 50;

/**
 * A process that saves calls with values of many parts is killed at a random moment, again and again: every call and every value that is
 * there is whole, and what was acknowledged is there.
 *
 * @throws {AssertionError} where the promise is broken.
 */
export async function killedSaver(recipe: BackendRecipe, { kills, signal }: SaverKills): Promise<SaverKillsReport> {
  let acknowledged = 0;
  let values = 0;
  for (let run = 0; run < kills; run++) {
    const kill = { leastLines: LEAST_SAVES, longestRunMs: LONGEST_RUN_MS, signal };
    const said = await untilKilled(recipe, { name: "calls: save", run }, kill);
    acknowledged += said.length;
    await using calls = await openCallsRecipe(recipe);
    for (const key of said) assert.ok(await calls.contains(key), `'${key}' was acknowledged, and is not there.`);
    for await (const call of calls.query()) await loadOrFail(call, () => loadWhole(calls, call));
    for await (const key of calls.values.keys()) {
      assert.equal(digest(await loadOrFail(key, () => calls.values.load(key))), key, "A value has its digest.");
      values++;
    }
    // So that the next look does not take longer than this one.
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
    throw new assert.AssertionError({ message: `What is there is whole: '${key}'; got ${String(cause)}` });
  }
}
