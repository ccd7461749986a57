import { expectLinearizable } from "../linearizability/expect-linearizable.ts";
import type { BackendRecipe } from "./backend-recipe.ts";
import { runChildren } from "./run-children.ts";

/** Options of a race on registers. */
export interface RegisterRace {
  readonly processes: number;
  /** Number of operations of all processes. */
  readonly operations: number;
  readonly keys: number;
  /** Ends the processes when it is aborted. */
  readonly signal?: AbortSignal | undefined;
}

/** Result of a race on registers. */
export interface RegisterRaceReport {
  readonly operations: number;
  /** Duration of the search for a violation, in milliseconds. */
  readonly checkedMs: number;
}

/** Number of calls that a process makes at the same time. */
const TASKS = 2;

/**
 * Makes random operations on few ids in several processes, and asserts that their history is linearizable: each takes effect at one moment
 * between its start and its end.
 *
 * @throws {AssertionError} when the guarantee is broken.
 */
export async function linearizableRace(
  recipe: BackendRecipe,
  { processes, operations, keys, signal }: RegisterRace,
): Promise<RegisterRaceReport> {
  const count = Math.ceil(operations / processes / TASKS);
  const reports = await runChildren(recipe, { name: "operate", count, keys, tasks: TASKS }, { processes, signal });
  const history = reports.flatMap((report) => report.history ?? []);
  const start = performance.now();
  expectLinearizable(history);
  return { operations: history.length, checkedMs: Math.round(performance.now() - start) };
}
