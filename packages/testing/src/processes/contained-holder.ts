import assert from "node:assert/strict";
import type { BackendRecipe } from "./backend-recipe.ts";
import { endChildren, endOf, letGo, signOf } from "./child-life.ts";
import { readComputations } from "./computation-log.ts";
import { runChildren } from "./run-children.ts";
import { startChild } from "./start-child.ts";

/** Longer than an invisible holder may go without renewing its lease. */
const BLOCKED_MS = 7_000;

/** Options of a case with a contained process, whose computations are recorded in `log`. */
export interface ContainedComputation {
  readonly log: string;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Asserts that a process with another process table, as in a container on the same machine, that computes without a pause is not
 * considered dead, and that the result is computed once.
 *
 * @throws {AssertionError} when the guarantee is broken.
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
    assert.equal(
      computed.length,
      1,
      "A result that a process of another container computes is computed by no other process.",
    );
    assert.deepEqual(report?.values, [computed[0]?.pid], "The other process gets the computed result.");
    const { code, errors } = await ended;
    assert.equal(code, 0, errors);
  } finally {
    await endChildren([holder]);
  }
}

/**
 * Asserts that another process takes over when a process with another process table is killed while it computes.
 *
 * @throws {AssertionError} when the guarantee is broken.
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
    assert.equal(computed.length, 2, "The computation of a killed process of another container is done once more.");
    assert.deepEqual(report?.values, [computed[1]?.pid], "The result is that of the second process.");
  } finally {
    await endChildren([holder]);
  }
}
