import { existsSync } from "node:fs";
import { LockTimeoutError, ResultsError, type StorageError, ValueTooLargeError } from "@results-manager/core";
import { byKey, placeOutcomes, realTime } from "@results-manager/core/internal";
import {
  type Awaitable,
  allowsWrite,
  applyChanges,
  type ChangeOutcome,
  type FoundRecord,
  type Outcome,
  type RecordChange,
  type RecordWrite,
  type Space,
  shouldYield,
  unlessExpired,
  type WriteOutcome,
  yieldToEventLoop,
} from "@results-manager/core/storage";
import { fileSystemError } from "../errors/file-system-error.ts";
import { recordPlace } from "../layout/record-paths.ts";
import { COMMIT_TIMEOUT_MS } from "../locks/kernel-locks.ts";
import type { KernelLock } from "../locks/lock-file.ts";
import { formatEnvelope } from "../reading/envelope.ts";
import { revisionOf } from "../reading/file-content.ts";
import { readRecord } from "../reading/read-record.ts";
import { forEachConcurrently } from "../syncing/durable-writes.ts";
import { durabilityError } from "../syncing/folder-syncs.ts";
import { certifyRoot } from "../walking/no-expiry.ts";
import { type Draft, RecordCommitter } from "./commit-record.ts";
import type { StoreContext } from "./store-context.ts";
import { TempFiles } from "./temp-files.ts";

/** Number of immediate attempts to write a record that other processes replace; then each attempt follows a pause. */
const TRIES_AT_ONCE = 16;
const RETRY_PAUSE_MS = 1;

/** Writes records: reads the existing record, writes a temp file, and commits it; see {@link RecordCommitter}. */
export class RecordWriter {
  readonly #context: StoreContext;
  readonly #temps: TempFiles;
  readonly #space: Space;
  readonly #now: number;
  readonly #commits: RecordCommitter;

  constructor(context: StoreContext, space: Space, now: number) {
    this.#context = context;
    this.#temps = new TempFiles(context);
    this.#commits = new RecordCommitter(context, space, now);
    this.#space = space;
    this.#now = now;
  }

  /** Writes without syncing: the records survive the end of the process, but not a power failure. */
  async write(writes: readonly RecordWrite[]): Promise<Outcome<WriteOutcome>[]> {
    this.#prepare();
    const outcomes: Outcome<WriteOutcome>[] = [];
    for (const write of writes) {
      const outcome = this.#writeOne(write);
      outcomes.push(outcome instanceof Promise ? await outcome : outcome);
      if (shouldYield()) await yieldToEventLoop();
    }
    return outcomes;
  }

  /** Writes, and syncs files and folders: files concurrently, each folder once. */
  async writeDurably(writes: readonly RecordWrite[]): Promise<Outcome<WriteOutcome>[]> {
    this.#prepare();
    const prepared: (Draft | Outcome<WriteOutcome>)[] = [];
    const temps: string[] = [];
    await forEachConcurrently(writes, async (write, i) => {
      try {
        const draft = this.#draft(write);
        prepared[i] = draft;
        if (!isDraft(draft)) return;
        temps[i] = await this.#temps.writeDurably(draft.content, draft.folder);
      } catch (error) {
        prepared[i] = this.#failed(error, write.key);
      }
    });
    const outcomes: Outcome<WriteOutcome>[] = [];
    for (const [i, draft] of prepared.entries()) {
      outcomes.push(isDraft(draft) ? await this.#finishDurably(draft, temps[i] as string) : draft);
      if (shouldYield()) await yieldToEventLoop();
    }
    const failed = await this.#commits.sync();
    for (const [i, draft] of prepared.entries()) {
      const outcome = outcomes[i];
      if (!isDraft(draft) || outcome instanceof Error || !outcome?.written) continue;
      const failure = durabilityError(failed, draft.folder, draft.write.key, "is written");
      if (failure) outcomes[i] = failure;
      else this.#context.durable.note(draft.file);
    }
    return outcomes;
  }

  /**
   * Changes records under their kernel locks, so that a record cannot change between reading and replacing it, and concurrent changes need
   * no retry.
   */
  async change(changes: readonly RecordChange[], durable: boolean): Promise<Outcome<ChangeOutcome>[]> {
    this.#prepare();
    const outcomes: Outcome<ChangeOutcome>[] = [];
    for (const [key, group] of byKey(changes)) {
      placeOutcomes(outcomes, group, await this.#changeOne(key, group.changes, durable));
      if (shouldYield()) await yieldToEventLoop();
    }
    const failed = durable ? await this.#commits.sync() : new Map<string, StorageError>();
    return failed.size === 0
      ? outcomes
      : outcomes.map((outcome, i) => this.#checkDurability(outcome, changes[i], failed));
  }

  async #changeOne(
    key: string,
    changes: readonly RecordChange[],
    durable: boolean,
  ): Promise<readonly Outcome<ChangeOutcome>[]> {
    const { locks } = this.#context;
    try {
      for (let attempt = 1; ; attempt++) {
        const lock = locks.tryLock("commit", key) ?? (await locks.lock("commit", key, COMMIT_TIMEOUT_MS));
        try {
          const changed = await this.#changeLocked(key, changes, { durable, lock, attempt });
          if (changed) return changed;
        } finally {
          lock.release();
        }
        await beforeRetry(attempt, key);
      }
    } catch (error) {
      const failure = this.#failed(error, key);
      return changes.map(() => failure);
    }
  }

  /** Changes one record; `undefined` where another process has replaced it, or the lock was lost with its file. */
  async #changeLocked(
    key: string,
    changes: readonly RecordChange[],
    { durable, lock, attempt }: { readonly durable: boolean; readonly lock: KernelLock; readonly attempt: number },
  ): Promise<readonly Outcome<ChangeOutcome>[] | undefined> {
    const place = recordPlace(this.#context.layout, this.#space, key);
    const old = this.#readExisting(place.file, key, attempt);
    if (old instanceof Error) throw old;
    const living = unlessExpired(old, this.#now);
    const { content, outcomes } = applyChanges(living, changes);
    if (!content) return outcomes;
    const createdAt = living?.corrupt === undefined ? living?.createdAt : undefined;
    const file = formatEnvelope(content, createdAt ?? content.createdAt);
    const temp = durable ? await this.#temps.writeDurably(file, place.folder) : this.#temps.write(file, place.folder);
    const draft = { ...place, write: { key, condition: "any", content }, old, content: file } as const;
    return (await this.#commits.commitLocked(draft, temp, lock)) ? outcomes : undefined;
  }

  #writeOne(write: RecordWrite, attempt = 1): Awaitable<Outcome<WriteOutcome>> {
    try {
      const draft = this.#draft(write, attempt);
      if (!isDraft(draft)) return draft;
      const done = this.#commits.commit(draft, this.#temps.write(draft.content, draft.folder));
      if (done === true) return writeSuccess(draft);
      if (done === false && attempt < TRIES_AT_ONCE) return this.#writeOne(write, attempt + 1);
      return this.#finish(done, draft, attempt);
    } catch (error) {
      return this.#failed(error, write.key);
    }
  }

  async #finish(done: Awaitable<boolean>, draft: Draft, attempt: number): Promise<Outcome<WriteOutcome>> {
    const { write } = draft;
    try {
      if (await done) return writeSuccess(draft);
      await beforeRetry(attempt, write.key);
    } catch (error) {
      return this.#failed(error, write.key);
    }
    return this.#writeOne(write, attempt + 1);
  }

  async #finishDurably(first: Draft, firstTemp: string): Promise<Outcome<WriteOutcome>> {
    let draft: Draft | Outcome<WriteOutcome> = first;
    let temp = firstTemp;
    try {
      for (let attempt = 2; !(await this.#commits.commit(draft, temp)); attempt++) {
        await beforeRetry(attempt, first.write.key);
        draft = this.#draft(first.write, attempt);
        if (!isDraft(draft)) return draft;
        temp = await this.#temps.writeDurably(draft.content, draft.folder);
      }
      return writeSuccess(draft);
    } catch (error) {
      return this.#failed(error, first.write.key);
    }
  }

  /** Reads the existing record and formats the new one; returns an outcome where nothing has to be written. */
  #draft(write: RecordWrite, attempt = 1): Draft | Outcome<WriteOutcome> {
    const { layout } = this.#context;
    const place = recordPlace(layout, this.#space, write.key);
    const old = this.#readExisting(place.file, write.key, attempt);
    if (old instanceof Error) return old;
    const living = unlessExpired(old, this.#now);
    if (!allowsWrite(write, living)) return { written: false, found: living };
    const createdAt = living?.corrupt === undefined ? living?.createdAt : undefined;
    return { ...place, write, old, content: formatEnvelope(write.content, createdAt ?? write.content.createdAt) };
  }

  /** Reads the existing record. */
  #readExisting(file: string, key: string, attempt: number): FoundRecord | Error {
    // `existsSync` costs a tenth of a failing read, and most writes are new. It follows links: a dangling link is found when the
    // commit fails, and the next attempt reads it.
    return attempt > 1 || existsSync(file) ? readRecord(file, this.#space, key) : undefined;
  }

  /** Prepares the layout. Must run before any path is computed, since the layout decides the spelling of names. */
  #prepare(): void {
    try {
      const { folders, layout } = this.#context;
      layout.prepare();
      if (this.#space === "results") certifyRoot(layout.baseDir, folders);
    } catch {
      // It fails again when a temp file is made, and is reported for each write then.
    }
  }

  #checkDurability(
    outcome: Outcome<ChangeOutcome>,
    change: RecordChange | undefined,
    failed: ReadonlyMap<string, StorageError>,
  ): Outcome<ChangeOutcome> {
    if (outcome instanceof Error || !change) return outcome;
    const { folder } = recordPlace(this.#context.layout, this.#space, change.key);
    return durabilityError(failed, folder, change.key, "is written") ?? outcome;
  }

  #failed(error: unknown, key: string): Error {
    if (error instanceof RangeError) return new ValueTooLargeError(key, error.message, error);
    if (error instanceof ResultsError) return error;
    return fileSystemError(error, "write", recordPlace(this.#context.layout, this.#space, key).file, key);
  }
}

/** @throws {LockTimeoutError} `LOCK_TIMEOUT` when other processes were faster for as long as a write may wait. */
async function beforeRetry(attempt: number, key: string): Promise<void> {
  if (attempt < TRIES_AT_ONCE) return;
  if (attempt > TRIES_AT_ONCE + COMMIT_TIMEOUT_MS / RETRY_PAUSE_MS) throw new LockTimeoutError(key, COMMIT_TIMEOUT_MS);
  await realTime.delay(RETRY_PAUSE_MS);
}

function isDraft(prepared: Draft | Outcome<WriteOutcome>): prepared is Draft {
  return "content" in prepared;
}

function writeSuccess({ content }: Draft): WriteOutcome {
  return {
    written: true,
    get revision() {
      return revisionOf(content);
    },
  };
}
