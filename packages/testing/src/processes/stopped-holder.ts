import assert from "node:assert/strict";
import { storageOf } from "../storage-of.ts";
import { type BackendRecipe, openCallsRecipe } from "./backend-recipe.ts";
import { endChildren, letGo, signOf } from "./child-life.ts";
import type { ChildReport } from "./child-task.ts";
import { startChild } from "./start-child.ts";
import { HELD_CALL } from "./suite-calls.ts";

/**
 * Stops a process that computes a call, takes over its lease, stores the result of a successor, continues the process, and asserts that
 * the first stored result stays and the process returns it.
 *
 * @throws {AssertionError} when the guarantee is broken.
 */
export async function stoppedHolder(recipe: BackendRecipe, signal?: AbortSignal): Promise<void> {
  const holder = startChild(recipe, { name: "calls: hold" }, signal);
  await using calls = await openCallsRecipe(recipe);
  try {
    const reported = new Promise<ChildReport>((resolve) => {
      holder.on("message", (message) => typeof message === "object" && resolve(message as ChildReport));
    });
    await letGo([holder]);
    await signOf(holder, "computing");
    holder.kill("SIGSTOP");
    // Removing the lease has the effect of waiting until it has expired.
    const key = calls.key(HELD_CALL);
    await storageOf(calls).remove("call_leases", [{ key, condition: "any" }]);
    assert.equal(await calls.getOrCompute(HELD_CALL, () => "successor"), "successor");
    holder.kill("SIGCONT");
    assert.deepEqual((await reported).values, ["successor"], "The stopped process returns the stored result.");
    assert.equal(await calls.getOrCompute(HELD_CALL, () => "later"), "successor", "The first result stays.");
  } finally {
    await endChildren([holder]);
  }
}
