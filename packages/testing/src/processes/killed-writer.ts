import assert from "node:assert/strict";
import type { AsyncResultsBackend } from "@results-manager/core";
import { type BackendRecipe, openRecipe } from "./backend-recipe.ts";
import { type LineData, lineOf, type SuiteModels, suiteModels } from "./suite-models.ts";
import { untilKilled } from "./until-killed.ts";

/** How many writes are acknowledged before a process is killed, at least: some of its first batch of twenty. */
const LEAST_WRITES = 11;
/** How long it goes on writing before it is killed, at most, in milliseconds. */
const LONGEST_RUN_MS = 60;
const ID = /^(?:shared|run\d+)\/r?\d+$/;

/** How often a writer is killed. */
export interface WriterKills {
  readonly kills: number;
  /** Called after each kill, when the store is open again, with what it lists. */
  readonly opened?: ((ids: readonly string[]) => void) | undefined;
  /** Ends the writer. */
  readonly signal?: AbortSignal | undefined;
}

/** What came of a writer that was killed. */
export interface KilledWriterReport {
  /** How many writes were acknowledged before a kill, all of which were found after it. */
  readonly acknowledged: number;
  /** How many records the store holds in the end. */
  readonly stored: number;
}

/**
 * A process is killed at a random moment of a heavy write loop, again and again: every write that was ever acknowledged is there, none
 * is torn, and nothing else is listed.
 *
 * @throws {AssertionError} where the promise is broken.
 */
export async function killedWriter(
  recipe: BackendRecipe,
  { kills, opened, signal }: WriterKills,
): Promise<KilledWriterReport> {
  const models = suiteModels();
  const latest = new Map<string, number>();
  let acknowledged = 0;
  let stored = 0;
  for (let run = 0; run < kills; run++) {
    for (const [id, n] of await writeUntilKilled(recipe, run, signal)) {
      latest.set(id, n);
      acknowledged++;
    }
    await using results = await openRecipe(recipe, models.registry);
    const ids = await results.listIds();
    opened?.(ids);
    expectWritten(await linesOf(ids, results, models), latest);
    stored = ids.length;
  }
  return { acknowledged, stored };
}

/** Asserts that what is stored is whole, was written by somebody, and is not older than what was acknowledged. */
function expectWritten(lines: ReadonlyMap<string, LineData>, latest: ReadonlyMap<string, number>): void {
  for (const [id, line] of lines) {
    assert.match(id, ID, "Nothing is listed that nobody wrote.");
    assert.deepEqual(line, lineOf(line.n), `'${id}' is whole.`);
  }
  for (const [id, n] of latest) {
    const found = lines.get(id)?.n ?? -1; // A write may have taken place that nobody could acknowledge any more.
    assert.ok(
      id.startsWith("shared/") ? found >= n : found === n,
      `'${id}' holds ${n}, as acknowledged; got ${found}.`,
    );
  }
}

async function linesOf(
  ids: readonly string[],
  results: AsyncResultsBackend,
  { Line }: SuiteModels,
): Promise<Map<string, LineData>> {
  const lines = await results.getMany(ids, Line).catch((cause: unknown) => {
    throw new assert.AssertionError({ message: `Everything that is listed reads; got ${String(cause)}` });
  });
  return new Map(ids.map((id, i) => [id, lines[i] ?? assert.fail(`'${id}' is listed, and is not there.`)]));
}

/** The writes that were acknowledged before the kill, in order. */
async function writeUntilKilled(
  recipe: BackendRecipe,
  run: number,
  signal: AbortSignal | undefined,
): Promise<[id: string, n: number][]> {
  const kill = { leastLines: LEAST_WRITES, longestRunMs: LONGEST_RUN_MS, signal };
  const lines = await untilKilled(recipe, { name: "write", run }, kill);
  return lines.map((line) => line.split(" ") as [string, string]).map(([id, n]) => [id, Number(n)]);
}
