import assert from "node:assert/strict";
import type { AsyncResultsBackend } from "@results-manager/core";
import { type BackendRecipe, openRecipe } from "./backend-recipe.ts";
import { type LineData, lineOf, type SuiteModels, suiteModels } from "./suite-models.ts";
import { untilKilled } from "./until-killed.ts";

/** Least number of acknowledged writes before a process is killed: some of its first batch of twenty. */
const LEAST_WRITES = 11;
/** Longest time for which a process goes on writing before it is killed, in milliseconds. */
const LONGEST_RUN_MS = 60;
const ID = /^(?:shared|run\d+)\/r?\d+$/;

/** Options of killing writers. */
export interface WriterKills {
  readonly kills: number;
  /** Called after each kill, when the store is open again, with the ids that it lists. */
  readonly opened?: ((ids: readonly string[]) => void) | undefined;
  /** Ends the writer when it is aborted. */
  readonly signal?: AbortSignal | undefined;
}

/** Result of killing writers. */
export interface KilledWriterReport {
  /** Number of writes that were acknowledged before a kill, all of which were found after it. */
  readonly acknowledged: number;
  /** Number of records in the store at the end. */
  readonly stored: number;
}

/**
 * Repeatedly kills a process at a random moment of a heavy write loop, and asserts that every acknowledged write is stored, that none is
 * torn, and that nothing else is listed.
 *
 * @throws {AssertionError} when the guarantee is broken.
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

/** Asserts that every record is complete, was written by the suite, and is not older than the acknowledged one. */
function expectWritten(lines: ReadonlyMap<string, LineData>, latest: ReadonlyMap<string, number>): void {
  for (const [id, line] of lines) {
    assert.match(id, ID, "Only written ids are listed.");
    assert.deepEqual(line, lineOf(line.n), `'${id}' is complete.`);
  }
  for (const [id, n] of latest) {
    const found = lines.get(id)?.n ?? -1; // The kill may have come between a write and its acknowledgement.
    assert.ok(
      id.startsWith("shared/") ? found >= n : found === n,
      `'${id}' must hold ${n}, as acknowledged; got ${found}.`,
    );
  }
}

async function linesOf(
  ids: readonly string[],
  results: AsyncResultsBackend,
  { Line }: SuiteModels,
): Promise<Map<string, LineData>> {
  const lines = await results.getMany(ids, Line).catch((cause: unknown) => {
    throw new assert.AssertionError({ message: `Every listed record must be readable; got ${String(cause)}` });
  });
  return new Map(ids.map((id, i) => [id, lines[i] ?? assert.fail(`'${id}' is listed, but is not stored.`)]));
}

/** Returns the writes that were acknowledged before the kill, in order. */
async function writeUntilKilled(
  recipe: BackendRecipe,
  run: number,
  signal: AbortSignal | undefined,
): Promise<[id: string, n: number][]> {
  const kill = { leastLines: LEAST_WRITES, longestRunMs: LONGEST_RUN_MS, signal };
  const lines = await untilKilled(recipe, { name: "write", run }, kill);
  return lines.map((line) => line.split(" ") as [string, string]).map(([id, n]) => [id, Number(n)]);
}
