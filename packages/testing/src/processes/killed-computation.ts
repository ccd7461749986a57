import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import type { BackendRecipe } from "./backend-recipe.ts";
import { endChildren, letGo, signOf } from "./child-life.ts";
import { readComputations } from "./computation-log.ts";
import { expectComputed } from "./expect-computed.ts";
import type { ComputationRace } from "./race-on-computations.ts";
import { runChildren } from "./run-children.ts";
import { startChild } from "./start-child.ts";

/** How long it may take until another has taken over the first: those who only wait for silence take this long. */
const TAKEOVER_MS = 5_000;
/** How long others wait before the kill. */
const WAIT_MS = 300;

/** What came of computations whose process was killed. */
export interface KilledComputationReport {
  /** From the kill until the first of the computations was begun again, in milliseconds. */
  readonly takeoverMs: number;
}

/**
 * One process computes everything and is killed while the others wait for it: each result is computed exactly once more, soon, and
 * all others get it.
 *
 * @throws {AssertionError} where the promise is broken.
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
      assert.equal(readComputations(log).length, ids, "Nobody computes what another process computes.");
      killed = Date.now();
      await endChildren([runner]);
    };
    const others = { processes: processes - 1, begun, signal };
    const reports = await runChildren(recipe, { name: "compute", ids, log }, others);
    const again = readComputations(log).slice(ids);
    assert.equal(again.length, ids, "Everything is computed exactly once more.");
    expectComputed(again, reports, ids);
    const takeoverMs = Math.min(...again.map(({ time }) => time)) - killed;
    assert.ok(takeoverMs < TAKEOVER_MS, `Others take over within ${TAKEOVER_MS} ms, it took ${takeoverMs}.`);
    return { takeoverMs };
  } finally {
    await endChildren([runner]);
  }
}
