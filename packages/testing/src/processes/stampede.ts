import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { type BackendRecipe, openCacheRecipe } from "./backend-recipe.ts";
import { endChildren, letGo, signOf } from "./child-life.ts";
import type { ChildReport } from "./child-task.ts";
import { type LoggedComputation, readComputations } from "./computation-log.ts";
import { CACHE_KEY } from "./perform-cache-task.ts";
import { runChildren } from "./run-children.ts";
import { startChild } from "./start-child.ts";

/** Upper bound of the time until another process takes over: processes that only wait for a timeout take this long. */
const TAKEOVER_MS = 5_000;
/** Time for which the others wait before the kill. */
const WAIT_MS = 300;

/** Options of a stampede. */
export interface Stampede {
  readonly processes: number;
  /** Number of concurrent calls of each process. */
  readonly tasks: number;
  /** Path of a file in which the processes record their computations; it does not exist yet. */
  readonly log: string;
  /** Value that is stored before, which is not a number: it does not fit the model of the calls. */
  readonly stored?: string | undefined;
  /** Ends the processes when it is aborted. */
  readonly signal?: AbortSignal | undefined;
}

/** Result of a stampede whose computing process was killed. */
export interface KilledStampedeReport {
  /** Time from the kill until the computation was begun again, in milliseconds. */
  readonly takeoverMs: number;
}

/**
 * Requests one missing value many times at once in several processes, and asserts that it is computed once and all calls get it.
 *
 * @throws {AssertionError} when the guarantee is broken.
 */
export async function stampede(
  recipe: BackendRecipe,
  { processes, tasks, log, stored, signal }: Stampede,
): Promise<void> {
  if (stored !== undefined) {
    await using cache = await openCacheRecipe(recipe);
    await cache.setValue(CACHE_KEY, stored);
  }
  const reports = await runChildren(recipe, { name: "cache: compute", tasks, log }, { processes, signal });
  const computed = readComputations(log);
  assert.equal(computed.length, 1, "The value is computed once.");
  expectGiven(reports, computed[0]);
}

/**
 * Requests one missing value in several processes, kills the one that computes it, and asserts that it is computed once more, soon.
 *
 * @throws {AssertionError} when the guarantee is broken.
 */
export async function killedStampede(
  recipe: BackendRecipe,
  { processes, tasks, log, signal }: Stampede,
): Promise<KilledStampedeReport> {
  const runner = startChild(recipe, { name: "cache: hang", log }, signal);
  try {
    const computing = signOf(runner, "computing");
    await letGo([runner]);
    await computing;
    let killed = 0;
    const begun = async (): Promise<void> => {
      await delay(WAIT_MS, undefined, { signal });
      assert.equal(readComputations(log).length, 1, "No process computes a value that another one computes.");
      killed = Date.now();
      await endChildren([runner]);
    };
    const others = { processes: processes - 1, begun, signal };
    const reports = await runChildren(recipe, { name: "cache: compute", tasks, log }, others);
    const again = readComputations(log).slice(1);
    assert.equal(again.length, 1, "The value is computed once more.");
    expectGiven(reports, again[0]);
    const takeoverMs = (again[0] as LoggedComputation).time - killed;
    assert.ok(takeoverMs < TAKEOVER_MS, `Another process takes over within ${TAKEOVER_MS} ms; it took ${takeoverMs}.`);
    return { takeoverMs };
  } finally {
    await endChildren([runner]);
  }
}

function expectGiven(reports: readonly ChildReport[], computed: LoggedComputation | undefined): void {
  for (const { values } of reports)
    for (const value of values) assert.equal(value, computed?.pid, "Every call gets the value.");
}
