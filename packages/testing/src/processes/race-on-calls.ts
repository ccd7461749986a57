import assert from "node:assert/strict";
import { type BackendRecipe, openCallsRecipe } from "./backend-recipe.ts";
import { readComputations } from "./computation-log.ts";
import { runChildren } from "./run-children.ts";
import { collectedCall, loadWhole } from "./suite-calls.ts";

/** How large a race on memoized calls is. */
export interface CallRace {
  readonly processes: number;
  readonly calls: number;
  /** A file, not there yet, in which processes note what they compute. */
  readonly log: string;
  /** Ends the processes. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Several processes call the same memoized function with the same arguments: each call is computed once, and all get what came of it.
 *
 * @throws {AssertionError} where the promise is broken.
 */
export async function raceOnCalls(recipe: BackendRecipe, { processes, calls, log, signal }: CallRace): Promise<void> {
  const reports = await runChildren(recipe, { name: "calls: compute", calls, log }, { processes, signal });
  const squares = Array.from({ length: calls }, (_, n) => n * n);
  for (const { values } of reports) assert.deepEqual(values, squares, "Everyone gets every result.");
  const computed = readComputations(log).map(({ id }) => Number(id));
  assert.deepEqual(
    computed.sort((a, b) => a - b),
    Array.from({ length: calls }, (_, n) => n),
    "Everything is computed once.",
  );
}

/** How large a race of calls that come and go with a collection of garbage is. */
export interface GarbageRace {
  readonly processes: number;
  readonly rounds: number;
  /** How often garbage is collected; the others go on for so long. */
  readonly collections: number;
  /** Ends the processes. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Several processes save and evict calls that share values, while another one collects garbage again and again: whatever was saved is
 * whole, and in the end nothing is left over.
 *
 * @throws {AssertionError} where the promise is broken.
 */
export async function raceOnGarbage(
  recipe: BackendRecipe,
  { processes, rounds, collections, signal }: GarbageRace,
): Promise<void> {
  await Promise.all([
    runChildren(recipe, { name: "calls: come and go", rounds }, { processes, signal }),
    runChildren(recipe, { name: "calls: collect", collections }, { processes: 1, signal }),
  ]);
  await using calls = await openCallsRecipe(recipe);
  await calls.evict((await collectedCall(calls))?.key ?? "");
  for await (const call of calls.query()) await loadWhole(calls, call);
  await calls.gc();
  assert.deepEqual(await calls.values.list(), [], "When every call is gone, so are the values.");
}
