import { ResultsError, ValueTooLargeError } from "@results-manager/core";
import {
  type Awaitable,
  type FoundRecord,
  type Outcome,
  type RecordContent,
  type Space,
  shouldYield,
  unlessExpired,
  type WriteOutcome,
  yieldToEventLoop,
} from "@results-manager/core/storage";
import { fileSystemError } from "../errors/file-system-error.ts";
import type { RecordPlace } from "../layout/space-paths.ts";
import { FolderRun } from "../locks/folder-run.ts";
import { formatEnvelope } from "../reading/envelope.ts";
import { type FileContent, revisionOf } from "../reading/file-content.ts";
import type { StatusReceiver } from "../reading/read-file.ts";
import { readRecord } from "../reading/read-record.ts";
import type { RecordFormat } from "../reading/record-format.ts";
import { certifyRoot } from "../walking/no-expiry.ts";
import type { StoreContext } from "./store-context.ts";

/** New file of a record, and the record that it replaces. */
export interface Draft extends RecordPlace {
  readonly key: string;
  readonly content: FileContent;
  readonly expires: boolean;
  /** Existing record, expired or not; `undefined` for a new one. */
  readonly old: NonNullable<FoundRecord> | undefined;
}

/** Stores in which a result was written. */
const begun = new WeakSet<StoreContext>();

/** Writes to a space that run together. */
export class WriteBatch {
  readonly store: StoreContext;
  readonly space: Space;
  readonly now: number;
  /** Folders with new names, to be synced. */
  readonly changed: Set<string> = new Set();
  /** Folder lock of records that are replaced one after the other, if they are. */
  run: FolderRun | undefined;
  /** The last record existed, so that the next one probably exists, too. */
  isReplacing = false;

  /** Prepares the layout of the store, which decides the spelling of names and so the paths of the records. */
  constructor(store: StoreContext, space: Space, now: number) {
    this.store = store;
    this.space = space;
    this.now = now;
    try {
      store.layout.prepare();
      if (space !== "results" || begun.has(store)) return;
      begun.add(store);
      certifyRoot(store.layout.baseDir, store.folders);
    } catch {
      // It fails again when a temp file is made, and is reported for each write then.
    }
  }

  /** Form of the files of the space. */
  get format(): RecordFormat {
    return this.store.layout.pathsOf(this.space).format;
  }

  /** Returns the place of a record. */
  placeOf(key: string): RecordPlace {
    return this.store.layout.pathsOf(this.space).placeOf(key);
  }

  /** Reads the record of a place, expired or not. @throws {StorageError} when it cannot be read. */
  readRecord(key: string, { file }: RecordPlace, receiver?: StatusReceiver): FoundRecord {
    const found = readRecord(file, this.format, key, receiver);
    if (found instanceof Error) throw found;
    return found;
  }

  /** Makes the draft of a record with this content. A record that is replaced keeps its creation time. */
  draft(key: string, { file, folder }: RecordPlace, content: RecordContent, old: FoundRecord): Draft {
    const living = old && unlessExpired(old, this.now);
    const createdAt = living?.corrupt === undefined ? living?.createdAt : undefined;
    const written = formatEnvelope(content, createdAt ?? content.createdAt, this.format.isUserBlock);
    return { key, file, folder, content: written, expires: content.expiresAt !== undefined, old };
  }

  /**
   * Writes records one after the other, without a pause where the locks are free. Records of one folder share its lock. Yields to the event
   * loop now and then.
   */
  async writeInOrder<T>(
    items: readonly T[],
    write: (item: T, index: number) => Awaitable<Outcome<WriteOutcome>>,
  ): Promise<Outcome<WriteOutcome>[]> {
    const outcomes: Outcome<WriteOutcome>[] = [];
    const run = items.length > 1 ? new FolderRun(this.store.folders) : undefined;
    this.run = run;
    try {
      for (const [i, item] of items.entries()) {
        const outcome = write(item, i);
        if (outcome instanceof Promise) run?.end();
        outcomes.push(outcome instanceof Promise ? await outcome : outcome);
        if (!shouldYield()) continue;
        run?.end();
        await yieldToEventLoop();
      }
    } finally {
      run?.end();
    }
    return outcomes;
  }

  /** Makes the outcome of a write that failed. */
  failure(error: unknown, key: string): Error {
    if (error instanceof RangeError) return new ValueTooLargeError(key, error.message, error);
    return error instanceof ResultsError ? error : fileSystemError(error, "write", this.placeOf(key).file, key);
  }
}

/** Makes the outcome of a record that was written. */
export function writeSuccess({ content }: Draft): WriteOutcome {
  return new Written(content);
}

/** An object literal with a getter would get a hidden class of its own, which stays in memory until the old generation is collected. */
class Written {
  readonly written = true;
  readonly #content: Draft["content"];

  constructor(content: Draft["content"]) {
    this.#content = content;
  }

  get revision(): string {
    return revisionOf(this.#content);
  }
}
