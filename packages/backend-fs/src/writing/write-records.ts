import { existsSync } from "node:fs";
import {
  type Awaitable,
  allowsWrite,
  type Outcome,
  type RecordWrite,
  unlessExpired,
  type WriteOutcome,
} from "@results-manager/core/storage";
import type { RecordPlace } from "../layout/space-paths.ts";
import type { KernelLock } from "../locks/lock-file.ts";
import type { StatusReceiver } from "../reading/read-file.ts";
import { beforeRetry } from "./before-retry.ts";
import { createRecord } from "./create-record.ts";
import { replaceLocked } from "./replace-record.ts";
import { writeTemp } from "./temp-files.ts";
import { type Draft, type WriteBatch, writeSuccess } from "./write-batch.ts";
import { withKeyLock } from "./write-locks.ts";

/** Writes records without syncing them: they survive the end of the process, but not a power failure. */
export function writeRecords(batch: WriteBatch, writes: readonly RecordWrite[]): Promise<Outcome<WriteOutcome>[]> {
  return batch.writeInOrder(writes, (write) => writeOne(batch, write, 1));
}

function writeOne(batch: WriteBatch, write: RecordWrite, attempt: number): Awaitable<Outcome<WriteOutcome>> {
  try {
    const outcome = tryWrite(batch, write, attempt);
    return !outcome || outcome instanceof Promise ? finish(batch, write, attempt, outcome) : outcome;
  } catch (error) {
    return batch.failure(error, write.key);
  }
}

async function finish(
  batch: WriteBatch,
  write: RecordWrite,
  attempt: number,
  outcome: Awaitable<WriteOutcome | undefined>,
): Promise<Outcome<WriteOutcome>> {
  try {
    const finished = await outcome;
    if (finished) return finished;
    await beforeRetry(attempt, write.key);
  } catch (error) {
    return batch.failure(error, write.key);
  }
  const next = writeOne(batch, write, attempt + 1);
  batch.run?.end();
  return next;
}

/** Writes a record; `undefined` where another process was faster, and the write must be repeated. */
function tryWrite(batch: WriteBatch, write: RecordWrite, attempt: number): Awaitable<WriteOutcome | undefined> {
  const { key, condition, content } = write;
  const place = batch.placeOf(key);
  // Most records are new, and `existsSync` costs a tenth of a failing read. It follows links: a dangling link is found when the commit
  // fails, and the next attempt reads it. A record that was read, or follows on one that was replaced, is read at once.
  const isProbablyNew = attempt === 1 && !batch.isReplacing && typeof condition === "string";
  if (isProbablyNew && !existsSync(place.file)) {
    if (!allowsWrite(write, undefined)) return { written: false, found: undefined };
    const draft = batch.draft(key, place, content, undefined);
    return outcomeOf(draft, createRecord(batch, draft, writeTemp(batch, draft)));
  }
  if (condition === "absent") {
    // Most such writes end here, and need no lock.
    const living = unlessExpired(batch.readRecord(key, place), batch.now);
    if (living) return { written: false, found: living };
  }
  return withKeyLock(batch, key, (lock) => writeLocked(batch, write, place, lock));
}

function writeLocked(
  batch: WriteBatch,
  write: RecordWrite,
  place: RecordPlace,
  lock: KernelLock,
): Awaitable<WriteOutcome | undefined> {
  const { key, content } = write;
  const seen: StatusReceiver = {};
  const old = batch.readRecord(key, place, seen);
  batch.isReplacing = old !== undefined;
  const living = unlessExpired(old, batch.now);
  if (!allowsWrite(write, living)) return { written: false, found: living };
  const draft = batch.draft(key, place, content, old);
  const temp = writeTemp(batch, draft);
  const replacement = { lock, status: seen.status, run: batch.run };
  return outcomeOf(
    draft,
    old ? replaceLocked(batch, draft, temp, replacement) : createRecord(batch, draft, temp, lock),
  );
}

function outcomeOf(draft: Draft, done: Awaitable<boolean>): Awaitable<WriteOutcome | undefined> {
  if (done instanceof Promise) return done.then((isDone) => (isDone ? writeSuccess(draft) : undefined));
  return done ? writeSuccess(draft) : undefined;
}
