import assert from "node:assert/strict";
import { once } from "node:events";
import { appendFileSync, readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { type BackendRecipe, openRecipe } from "./backend-recipe.ts";
import { startChild } from "./start-child.ts";
import { suiteModels } from "./suite-models.ts";

/** How long it may take until another takes over. */
const TAKEOVER_MS = 5_000;
const WAITERS = 7;

/**
 * The process that computes is killed while others wait: exactly one of them computes anew, soon. `log` is a file that is not there
 * yet.
 *
 * @returns how many milliseconds passed between the kill and the result.
 * @throws {AssertionError} where the promise is broken.
 */
export async function killedComputation(recipe: BackendRecipe, log: string): Promise<number> {
  const runner = startChild(recipe, { name: "hang", log });
  const exit = once(runner, "exit");
  await once(runner, "message");
  const runs = (): number => readFileSync(log, "utf8").trim().split("\n").length;
  const { registry, Count } = suiteModels();
  const stores = await Promise.all(Array.from({ length: WAITERS }, () => openRecipe(recipe, registry)));
  try {
    const compute = (): number => {
      appendFileSync(log, "slow again\n");
      return 7;
    };
    const waiting = Promise.all(stores.map((store) => store.getOrCompute("slow", Count, compute)));
    await delay(300);
    assert.equal(runs(), 1, "Nobody computes what another process computes.");
    const killed = performance.now();
    runner.kill("SIGKILL");
    assert.deepEqual(await waiting, Array(WAITERS).fill(7));
    const passed = performance.now() - killed;
    assert.equal(runs(), 2, "Exactly one takes over.");
    assert.ok(passed < TAKEOVER_MS, `Takes over within ${TAKEOVER_MS} ms, took ${passed.toFixed(0)}.`);
    return passed;
  } finally {
    runner.kill("SIGKILL");
    await exit;
    await Promise.all(stores.map((store) => store.close()));
  }
}
