import assert from "node:assert/strict";
import type { BackendRecipe } from "./backend-recipe.ts";
import { endChildren, endOf, letGo, signOf } from "./child-life.ts";
import { readComputations } from "./computation-log.ts";
import { runChildren } from "./run-children.ts";
import { startChild } from "./start-child.ts";

/** Longer than a holder that cannot be seen may be silent. */
const BLOCKED_MS = 7_000;

/** Where the computations of a contained process are noted. */
export interface ContainedComputation {
  readonly log: string;
  readonly signal?: AbortSignal | undefined;
}

/**
 * A process of another process table, as in a container of the same machine, computes without a pause: it is not taken for dead, and the
 * result is computed once.
 *
 * @throws {AssertionError} where the promise is broken.
 */
export async function blockedContainer(recipe: BackendRecipe, { log, signal }: ContainedComputation): Promise<void> {
  const holder = startChild(recipe, { name: "block", milliseconds: BLOCKED_MS, log }, signal, true);
  try {
    const computing = signOf(holder, "computing");
    const ended = endOf(holder);
    await letGo([holder]);
    await computing;
    const [report] = await runChildren(recipe, { name: "compute", ids: 1, log }, { processes: 1, signal });
    const computed = readComputations(log);
    assert.equal(computed.length, 1, "What a process of another container computes is computed by no other.");
    assert.deepEqual(report?.values, [computed[0]?.pid], "The other process gets what was computed.");
    const { code, errors } = await ended;
    assert.equal(code, 0, errors);
  } finally {
    await endChildren([holder]);
  }
}

/**
 * A process of another process table is killed while it computes: another one takes over.
 *
 * @throws {AssertionError} where the promise is broken.
 */
export async function killedContainer(recipe: BackendRecipe, { log, signal }: ContainedComputation): Promise<void> {
  const holder = startChild(recipe, { name: "hang", ids: 1, log }, signal, true);
  try {
    const computing = signOf(holder, "computing");
    await letGo([holder]);
    await computing;
    const begun = (): Promise<void> => endChildren([holder]);
    const [report] = await runChildren(recipe, { name: "compute", ids: 1, log }, { processes: 1, begun, signal });
    const computed = readComputations(log);
    assert.equal(computed.length, 2, "What a killed process of another container computed is computed once more.");
    assert.deepEqual(report?.values, [computed[1]?.pid], "The result is that of the second.");
  } finally {
    await endChildren([holder]);
  }
}
