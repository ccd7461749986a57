import assert from "node:assert/strict";
import { type BackendRecipe, openCallsRecipe } from "./backend-recipe.ts";
import { readComputations } from "./computation-log.ts";
import { runChildren } from "./run-children.ts";
import { collectedCall, loadWhole } from "./suite-calls.ts";

/** Options of a race on memoized calls. */
export interface CallRace {
  readonly processes: number;
  readonly calls: number;
  /** Path of a file in which the processes record their computations; it does not exist yet. */
  readonly log: string;
  /** Ends the processes when it is aborted. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Makes the same calls of a memoized function in several processes, and asserts that each is computed once and all processes get the results.
 *
 * @throws {AssertionError} when the guarantee is broken.
 */
export async function raceOnCalls(recipe: BackendRecipe, { processes, calls, log, signal }: CallRace): Promise<void> {
  const reports = await runChildren(recipe, { name: "calls: compute", calls, log }, { processes, signal });
  const squares = Array.from({ length: calls }, (_, n) => n * n);
  for (const { values } of reports) assert.deepEqual(values, squares, "Every process gets every result.");
  const computed = readComputations(log).map(({ id }) => Number(id));
  assert.deepEqual(
    computed.sort((a, b) => a - b),
    Array.from({ length: calls }, (_, n) => n),
    "Every call is computed once.",
  );
}

/** Options of a race between saved and evicted calls and garbage collection. */
export interface GarbageRace {
  readonly processes: number;
  readonly rounds: number;
  /** Number of garbage collections; the other processes continue until the last one. */
  readonly collections: number;
  /** Ends the processes when it is aborted. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Saves and evicts calls that share values in several processes while another one repeatedly collects garbage, and asserts that every
 * saved call is complete, and that no value is left in the end.
 *
 * @throws {AssertionError} when the guarantee is broken.
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
  assert.deepEqual(await calls.values.list(), [], "No value is left when every call is evicted.");
}
