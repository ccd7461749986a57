import { existsSync } from "node:fs";
import { byKey, placeOutcomes } from "@results-manager/core/internal";
import {
  applyChanges,
  type ChangeOutcome,
  type Outcome,
  type RecordChange,
  shouldYield,
  unlessExpired,
  yieldToEventLoop,
} from "@results-manager/core/storage";
import type { KernelLock } from "../locks/lock-file.ts";
import type { StatusReceiver } from "../reading/read-file.ts";
import { durabilityError } from "../syncing/durability-error.ts";
import { beforeRetry } from "./before-retry.ts";
import { createRecord } from "./create-record.ts";
import { replaceLocked } from "./replace-record.ts";
import { writeTemp, writeTempDurably } from "./temp-files.ts";
import type { WriteBatch } from "./write-batch.ts";
import { withKeyLock } from "./write-locks.ts";

/**
 * Changes records under their kernel locks, so that a record cannot change between reading and replacing it, and concurrent changes need no
 * retry.
 *
 * @param durable sync files, and folders once.
 */
export async function changeRecords(
  batch: WriteBatch,
  changes: readonly RecordChange[],
  durable: boolean,
): Promise<Outcome<ChangeOutcome>[]> {
  const outcomes: Outcome<ChangeOutcome>[] = [];
  for (const [key, group] of byKey(changes)) {
    placeOutcomes(outcomes, group, await changeOne(batch, key, group.changes, durable));
    if (shouldYield()) await yieldToEventLoop();
  }
  const failed = durable ? await batch.store.layout.syncs.sync(batch.changed) : undefined;
  if (!failed || failed.size === 0) return outcomes;
  return outcomes.map((outcome, i) => {
    const { key } = changes[i] as RecordChange;
    const isChanged = !(outcome instanceof Error);
    return (isChanged && durabilityError(failed, batch.placeOf(key).folder, key, "is written")) || outcome;
  });
}

async function changeOne(
  batch: WriteBatch,
  key: string,
  changes: readonly RecordChange[],
  durable: boolean,
): Promise<readonly Outcome<ChangeOutcome>[]> {
  try {
    for (let attempt = 1; ; attempt++) {
      const changed = await withKeyLock(batch, key, (lock) =>
        changeLocked(batch, key, changes, { durable, lock, attempt }),
      );
      if (changed) return changed;
      await beforeRetry(attempt, key);
    }
  } catch (error) {
    const failure = batch.failure(error, key);
    return changes.map(() => failure);
  }
}

/** Changes one record; `undefined` where another process has replaced it, or the lock was lost with its file. */
async function changeLocked(
  batch: WriteBatch,
  key: string,
  changes: readonly RecordChange[],
  { durable, lock, attempt }: { readonly durable: boolean; readonly lock: KernelLock; readonly attempt: number },
): Promise<readonly Outcome<ChangeOutcome>[] | undefined> {
  const place = batch.placeOf(key);
  const seen: StatusReceiver = {};
  const old = attempt > 1 || existsSync(place.file) ? batch.readRecord(key, place, seen) : undefined;
  const { content, outcomes } = applyChanges(unlessExpired(old, batch.now), changes);
  if (!content) return outcomes;
  const draft = batch.draft(key, place, content, old);
  const temp = durable ? (await writeTempDurably(batch, draft)).path : writeTemp(batch, draft);
  // A new record is created without the lock, so another one may exist by now.
  const isDone = old
    ? replaceLocked(batch, draft, temp, { lock, status: durable ? undefined : seen.status })
    : createRecord(batch, draft, temp, lock);
  return (await isDone) ? outcomes : undefined;
}
