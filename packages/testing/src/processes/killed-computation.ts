import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import type { BackendRecipe } from "./backend-recipe.ts";
import { endChildren, letGo, signOf } from "./child-life.ts";
import { readComputations } from "./computation-log.ts";
import { expectComputed } from "./expect-computed.ts";
import type { ComputationRace } from "./race-on-computations.ts";
import { runChildren } from "./run-children.ts";
import { startChild } from "./start-child.ts";

/** Upper bound of the time until another process takes over: processes that only wait for a timeout take this long. */
const TAKEOVER_MS = 5_000;
/** Time for which the others wait before the kill. */
const WAIT_MS = 300;

/** Result of killing a computing process. */
export interface KilledComputationReport {
  /** Time from the kill until the first of the computations was begun again, in milliseconds. */
  readonly takeoverMs: number;
}

/**
 * Kills the process that computes all results while the others wait, and asserts that each result is computed exactly once more, soon,
 * and that all others get it.
 *
 * @throws {AssertionError} when the guarantee is broken.
 */
export async function killedComputation(
  recipe: BackendRecipe,
  { processes, ids, log, signal }: ComputationRace,
): Promise<KilledComputationReport> {
  const runner = startChild(recipe, { name: "hang", ids, log }, signal);
  try {
    await letGo([runner]);
    await signOf(runner, "computing");
    let killed = 0;
    const begun = async (): Promise<void> => {
      await delay(WAIT_MS, undefined, { signal });
      assert.equal(readComputations(log).length, ids, "No process computes a result that another one computes.");
      killed = Date.now();
      await endChildren([runner]);
    };
    const others = { processes: processes - 1, begun, signal };
    const reports = await runChildren(recipe, { name: "compute", ids, log }, others);
    const again = readComputations(log).slice(ids);
    assert.equal(again.length, ids, "Every result is computed exactly once more.");
    expectComputed(again, reports, ids);
    const takeoverMs = Math.min(...again.map(({ time }) => time)) - killed;
    assert.ok(takeoverMs < TAKEOVER_MS, `Other processes take over within ${TAKEOVER_MS} ms; it took ${takeoverMs}.`);
    return { takeoverMs };
  } finally {
    await endChildren([runner]);
  }
}
