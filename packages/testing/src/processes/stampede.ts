import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import type { BackendRecipe } from "./backend-recipe.ts";
import { endChildren, letGo, signOf } from "./child-life.ts";
import type { ChildReport } from "./child-task.ts";
import { type LoggedComputation, readComputations } from "./computation-log.ts";
import { runChildren } from "./run-children.ts";
import { startChild } from "./start-child.ts";

/** How long it may take until another process has taken over: those who only wait for silence take this long. */
const TAKEOVER_MS = 5_000;
/** How long others wait before the kill. */
const WAIT_MS = 300;

/** How large a stampede is. */
export interface Stampede {
  readonly processes: number;
  /** How many calls each process makes at once. */
  readonly tasks: number;
  /** A file, not there yet, in which processes note what they compute. */
  readonly log: string;
  /** Ends the processes. */
  readonly signal?: AbortSignal | undefined;
}

/** What came of a stampede whose first runner was killed. */
export interface KilledStampedeReport {
  /** From the kill until the computation was begun anew, in milliseconds. */
  readonly takeoverMs: number;
}

/**
 * Several processes want one value that no cache has, many times at once each: it is computed once, and all get it.
 *
 * @throws {AssertionError} where the promise is broken.
 */
export async function stampede(recipe: BackendRecipe, { processes, tasks, log, signal }: Stampede): Promise<void> {
  const reports = await runChildren(recipe, { name: "cache: compute", tasks, log }, { processes, signal });
  const computed = readComputations(log);
  assert.equal(computed.length, 1, "It is computed once.");
  expectGiven(reports, computed[0]);
}

/**
 * The same, while a process that is killed computes it: it is computed once more, soon.
 *
 * @throws {AssertionError} where the promise is broken.
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
      assert.equal(readComputations(log).length, 1, "Nobody computes what another process computes.");
      killed = Date.now();
      await endChildren([runner]);
    };
    const others = { processes: processes - 1, begun, signal };
    const reports = await runChildren(recipe, { name: "cache: compute", tasks, log }, others);
    const again = readComputations(log).slice(1);
    assert.equal(again.length, 1, "It is computed once more.");
    expectGiven(reports, again[0]);
    const takeoverMs = (again[0] as LoggedComputation).time - killed;
    assert.ok(takeoverMs < TAKEOVER_MS, `Another takes over within ${TAKEOVER_MS} ms, it took ${takeoverMs}.`);
    return { takeoverMs };
  } finally {
    await endChildren([runner]);
  }
}

function expectGiven(reports: readonly ChildReport[], computed: LoggedComputation | undefined): void {
  for (const { values } of reports) for (const value of values) assert.equal(value, computed?.pid, "Everyone gets it.");
}
