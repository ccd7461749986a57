import {
  type Awaitable,
  type Outcome,
  shouldYield,
  type WriteOutcome,
  yieldToEventLoop,
} from "@results-manager/core/storage";
import { FolderRun } from "../locks/folder-run.ts";
import type { WriteBatch } from "./write-batch.ts";

/**
 * Writes records one after the other, without a pause where the locks are free. Records of one folder share its lock. Yields to the event
 * loop now and then.
 */
export async function writeInOrder<T>(
  batch: WriteBatch,
  items: readonly T[],
  write: (item: T, index: number) => Awaitable<Outcome<WriteOutcome>>,
): Promise<Outcome<WriteOutcome>[]> {
  const outcomes: Outcome<WriteOutcome>[] = [];
  const run = new FolderRun(batch.store.folders);
  batch.run = run;
  try {
    for (const [i, item] of items.entries()) {
      const outcome = write(item, i);
      if (outcome instanceof Promise) run.end();
      outcomes.push(outcome instanceof Promise ? await outcome : outcome);
      if (!shouldYield()) continue;
      run.end();
      await yieldToEventLoop();
    }
  } finally {
    run.end();
  }
  return outcomes;
}
