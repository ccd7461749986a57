import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import type { ResultChange } from "@results-manager/core";
import { type BackendRecipe, openRecipe } from "./backend-recipe.ts";
import { monotonicMs } from "./monotonic-ms.ts";
import { runChildren } from "./run-children.ts";
import { suiteIds } from "./suite-ids.ts";
import { suiteModels } from "./suite-models.ts";

/** Time in milliseconds in which a hint must come, on a machine with much else to do, too. */
const PATIENCE_MS = 30_000;

/** Options of watching a writer. */
export interface WatchedWriter {
  readonly ids: number;
  /** Ends the writer when it is aborted. */
  readonly signal?: AbortSignal | undefined;
}

/** Result of watching a writer. */
export interface WatchedWriterReport {
  /** Number of hints; a change may be told more than once. */
  readonly hints: number;
  /** Longest time in milliseconds between the end of a change and the first hint of it, which may come before. */
  readonly slowestMs: number;
}

/** Tells whether the writer removes an id again. */
export function isRemoved(index: number): boolean {
  return index % 3 === 2;
}

/**
 * Watches a store in which another process sets ids, and removes some of them again, and asserts that every change is told.
 *
 * @throws {AssertionError} when the guarantee is broken.
 */
export async function watchedWriter(
  recipe: BackendRecipe,
  { ids, signal }: WatchedWriter,
): Promise<WatchedWriterReport> {
  await using results = await openRecipe(recipe, suiteModels().registry);
  const told = new Map<string, { readonly kind: ResultChange["kind"]; readonly since: number }>();
  const stop = new AbortController();
  const ready = Promise.withResolvers<void>();
  let hints = 0;
  const watching = (async () => {
    for await (const { id, kind } of results.watch(undefined, { signal: stop.signal, onReady: ready.resolve })) {
      hints++;
      if (told.get(id)?.kind !== kind) told.set(id, { kind, since: monotonicMs() });
    }
  })();
  watching.catch(ready.reject);
  await ready.promise;
  const [report] = await runChildren(recipe, { name: "change", ids }, { processes: 1, signal });
  const changes = suiteIds(ids).map((id, i) => ({ id, isGone: isRemoved(i), doneAt: report?.values[i] ?? 0 }));
  // A result that comes and goes between two looks need not be told.
  const isTold = ({ id, isGone }: (typeof changes)[number]): boolean =>
    told.get(id)?.kind === (isGone ? "delete" : "set") || (isGone && !told.has(id));
  const deadline = monotonicMs() + PATIENCE_MS;
  while (!changes.every(isTold) && monotonicMs() < deadline) await delay(10);
  stop.abort();
  await watching;
  const missed = changes.filter((change) => !isTold(change)).map(({ id }) => id);
  assert.deepEqual(missed, [], "Every change is told, and the last hint is right.");
  const waits = changes.map(({ id, doneAt }) => Math.max(0, (told.get(id)?.since ?? doneAt) - doneAt));
  return { hints, slowestMs: waits.reduce((most, wait) => Math.max(most, wait), 0) };
}
