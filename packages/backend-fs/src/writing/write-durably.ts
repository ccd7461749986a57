import { existsSync } from "node:fs";
import {
  type Awaitable,
  allowsWrite,
  type Outcome,
  type RecordWrite,
  unlessExpired,
  type WriteOutcome,
} from "@results-manager/core/storage";
import type { FolderRun } from "../locks/folder-run.ts";
import { durabilityError } from "../syncing/durability-error.ts";
import { forEachConcurrently } from "../syncing/folder-syncs.ts";
import { beforeRetry } from "./before-retry.ts";
import { createRecord } from "./create-record.ts";
import { replaceRecord } from "./replace-record.ts";
import { type SyncedTemp, writeTempDurably } from "./temp-files.ts";
import { type Draft, type WriteBatch, writeSuccess } from "./write-batch.ts";

/** Write whose temp file is on the disk. */
interface StagedWrite {
  readonly draft: Draft;
  readonly temp: SyncedTemp;
}

/** Writes records, and syncs files and folders: files concurrently, each folder once. */
export async function writeDurably(
  batch: WriteBatch,
  writes: readonly RecordWrite[],
): Promise<Outcome<WriteOutcome>[]> {
  const staged: (StagedWrite | Outcome<WriteOutcome>)[] = [];
  await forEachConcurrently(writes, async (write, i) => {
    staged[i] = await stage(batch, write, 1);
  });
  const outcomes = await batch.writeInOrder(staged, (each, i) =>
    "temp" in each ? commit(batch, writes[i] as RecordWrite, each) : each,
  );
  const { layout, durable } = batch.store;
  const failed = await layout.syncs.sync(batch.changed);
  for (const [i, each] of staged.entries()) {
    const outcome = outcomes[i];
    if (!("temp" in each) || outcome instanceof Error || !outcome?.written) continue;
    const { folder, file, key } = each.draft;
    const failure = failed.size > 0 && durabilityError(failed, folder, key, "is written");
    if (failure) outcomes[i] = failure;
    else durable.note(file, each.temp.identity);
  }
  return outcomes;
}

/** Checks the condition of a write, and writes its temp file; returns an outcome where nothing has to be written. */
async function stage(
  batch: WriteBatch,
  write: RecordWrite,
  attempt: number,
): Promise<StagedWrite | Outcome<WriteOutcome>> {
  const { key, condition, content } = write;
  try {
    const place = batch.placeOf(key);
    // Most records are new, and `existsSync` costs a tenth of a failing read. It follows links: a dangling link is found when the commit
    // fails, and the next attempt reads it.
    const old = attempt > 1 || existsSync(place.file) ? batch.readRecord(key, place) : undefined;
    if (old || typeof condition === "object") {
      const living = unlessExpired(old, batch.now);
      if (!allowsWrite(write, living)) return { written: false, found: living };
    }
    const draft = batch.draft(key, place, content, old);
    return { draft, temp: await writeTempDurably(batch, draft) };
  } catch (error) {
    return batch.failure(error, key);
  }
}

/** Puts a temp file in its place, and repeats the write as long as other processes are faster. */
function commit(batch: WriteBatch, write: RecordWrite, staged: StagedWrite): Awaitable<Outcome<WriteOutcome>> {
  try {
    const done = put(batch, staged, batch.run);
    return done === true ? writeSuccess(staged.draft) : finish(batch, write, staged, done);
  } catch (error) {
    return batch.failure(error, write.key);
  }
}

async function finish(
  batch: WriteBatch,
  write: RecordWrite,
  first: StagedWrite,
  done: Awaitable<boolean>,
): Promise<Outcome<WriteOutcome>> {
  let staged: StagedWrite | Outcome<WriteOutcome> = first;
  try {
    let isDone = await done;
    for (let attempt = 2; !isDone; attempt++) {
      await beforeRetry(attempt, write.key);
      staged = await stage(batch, write, attempt);
      if (!("temp" in staged)) return staged;
      isDone = await put(batch, staged);
    }
    return writeSuccess(staged.draft);
  } catch (error) {
    return batch.failure(error, write.key);
  }
}

function put(batch: WriteBatch, { draft, temp }: StagedWrite, run?: FolderRun): Awaitable<boolean> {
  return draft.old ? replaceRecord(batch, draft, temp.path, run) : createRecord(batch, draft, temp.path);
}
