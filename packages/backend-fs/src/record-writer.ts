import { existsSync, linkSync, mkdirSync, renameSync, utimesSync } from "node:fs";
import {
  type Awaitable,
  admitsWrite,
  byKey,
  type ChangeOutcome,
  type FoundRecord,
  foldChanges,
  nextTurn,
  type Outcome,
  placeOutcomes,
  type RecordChange,
  type RecordWrite,
  type Release,
  type Space,
  turnExhausted,
  unlessExpired,
  type WriteOutcome,
} from "@results-manager/core";
import { inFlight, syncFolders } from "./durable-writes.ts";
import { formatEnvelope } from "./envelope.ts";
import { mark } from "./expiry-markers.ts";
import { type FileContent, revisionOf } from "./file-content.ts";
import { fileSystemError, systemCode } from "./file-system-error.ts";
import { COMMIT_TIMEOUT_MS } from "./kernel-locks.ts";
import { foldersBetween } from "./layout.ts";
import { readContent, readRecord } from "./record-files.ts";
import { placeOf, type RecordPlace } from "./store-paths.ts";
import { discard, TempFiles } from "./temp-files.ts";
import type { WriterParts } from "./writer-parts.ts";

/** How often a folder is made anew that others remove as soon as it is empty. */
const FOLDER_ATTEMPTS = 100;

/** A write whose condition held when it was looked at: what the file will hold, and what it replaces. */
interface Draft extends RecordPlace {
  readonly write: RecordWrite;
  readonly content: FileContent;
  /** What stands there, expired or not; nothing for a new record. */
  readonly old: NonNullable<FoundRecord> | undefined;
}

/**
 * Writes records: a temp file, then `link` for a new record, which fails where somebody was faster, or `rename` for one that is
 * replaced, under a kernel lock and only where the file still reads as it did. A reader sees the old record or the new one.
 */
export class RecordWriter {
  readonly #parts: WriterParts;
  readonly #temps: TempFiles;
  readonly #space: Space;
  readonly #now: number;
  /** Folders that hold new names. */
  readonly #changed = new Set<string>();

  constructor(parts: WriterParts, space: Space, now: number) {
    this.#parts = parts;
    this.#temps = new TempFiles(parts);
    this.#space = space;
    this.#now = now;
  }

  /** Writes without waiting for the disk: what is written survives the process, not the machine. */
  async write(writes: readonly RecordWrite[]): Promise<Outcome<WriteOutcome>[]> {
    const outcomes: Outcome<WriteOutcome>[] = [];
    for (const write of writes) {
      const outcome = this.#writeOne(write);
      outcomes.push(outcome instanceof Promise ? await outcome : outcome);
      if (turnExhausted()) await nextTurn();
    }
    return outcomes;
  }

  /** Writes, and waits until files and folders have reached the disk: many files at a time, each folder once. */
  async writeDurably(writes: readonly RecordWrite[]): Promise<Outcome<WriteOutcome>[]> {
    const prepared: (Draft | Outcome<WriteOutcome>)[] = [];
    const temps: string[] = [];
    await inFlight(writes, async (write, i) => {
      const draft = this.#draft(write);
      prepared[i] = draft;
      if (!isDraft(draft)) return;
      try {
        temps[i] = await this.#temps.writeDurably(draft.content);
      } catch (error) {
        prepared[i] = this.#failed(error, write.key);
      }
    });
    const outcomes: Outcome<WriteOutcome>[] = [];
    for (const [i, draft] of prepared.entries()) {
      outcomes.push(isDraft(draft) ? await this.#finishDurably(draft, temps[i] as string) : draft);
      if (turnExhausted()) await nextTurn();
    }
    await this.#syncFolders();
    return outcomes;
  }

  /** Changes records under their kernel locks, so that what is read stands until it is replaced: of many who change one, none begins anew. */
  async change(changes: readonly RecordChange[], durable: boolean): Promise<Outcome<ChangeOutcome>[]> {
    const outcomes: Outcome<ChangeOutcome>[] = [];
    for (const [key, group] of byKey(changes)) {
      placeOutcomes(outcomes, group, await this.#changeOne(key, group.changes, durable));
      if (turnExhausted()) await nextTurn();
    }
    if (durable) await this.#syncFolders();
    return outcomes;
  }

  async #changeOne(
    key: string,
    changes: readonly RecordChange[],
    durable: boolean,
  ): Promise<readonly Outcome<ChangeOutcome>[]> {
    const { layout, locks } = this.#parts;
    const place = placeOf(layout, this.#space, key);
    try {
      const release = locks.tryLock("commit", key) ?? (await locks.lock("commit", key, COMMIT_TIMEOUT_MS));
      try {
        for (;;) {
          const old = existsSync(place.file) ? readRecord(place.file, this.#space, key) : undefined;
          if (old instanceof Error) throw old;
          const living = unlessExpired(old, this.#now);
          const { content, outcomes } = foldChanges(living, changes);
          if (!content) return outcomes;
          const createdAt = living?.corrupt === undefined ? living?.createdAt : undefined;
          const file = formatEnvelope(content, createdAt ?? content.createdAt);
          const temp = durable ? await this.#temps.writeDurably(file) : this.#temps.write(file);
          this.#stamp(temp);
          const draft = { ...place, write: { key, condition: "any", content }, old, content: file } as const;
          // Only a new record may be there by now: it is made without the lock.
          if (old ? this.#replace(draft, temp, () => {}) : this.#create(draft, temp)) return outcomes;
        }
      } finally {
        release();
      }
    } catch (error) {
      const failure = this.#failed(error, key);
      return changes.map(() => failure);
    }
  }

  #writeOne(write: RecordWrite): Awaitable<Outcome<WriteOutcome>> {
    try {
      const draft = this.#draft(write);
      if (!isDraft(draft)) return draft;
      const done = this.#commit(draft, this.#temps.write(draft.content));
      if (done === true) return written(draft);
      if (done === false) return this.#writeOne(write);
      return done.then(
        (committed) => (committed ? written(draft) : this.#writeOne(write)),
        (error: unknown) => this.#failed(error, write.key),
      );
    } catch (error) {
      return this.#failed(error, write.key);
    }
  }

  async #finishDurably(first: Draft, firstTemp: string): Promise<Outcome<WriteOutcome>> {
    let draft: Draft | Outcome<WriteOutcome> = first;
    let temp = firstTemp;
    try {
      while (!(await this.#commit(draft, temp))) {
        draft = this.#draft(first.write);
        if (!isDraft(draft)) return draft;
        temp = await this.#temps.writeDurably(draft.content);
      }
      return written(draft);
    } catch (error) {
      return this.#failed(error, first.write.key);
    }
  }

  /** Looks at what stands there, and works out the text; an outcome where nothing is to be written. */
  #draft(write: RecordWrite): Draft | Outcome<WriteOutcome> {
    const { layout } = this.#parts;
    const place = placeOf(layout, this.#space, write.key);
    // A look costs a tenth of a failing read, and most writes are new.
    const old = existsSync(place.file) ? readRecord(place.file, this.#space, write.key) : undefined;
    if (old instanceof Error) return old;
    const living = unlessExpired(old, this.#now);
    if (!admitsWrite(write, living)) return { written: false, found: living };
    const createdAt = living?.corrupt === undefined ? living?.createdAt : undefined;
    return { ...place, write, old, content: formatEnvelope(write.content, createdAt ?? write.content.createdAt) };
  }

  /** Makes the temp file the record, unless somebody was faster: then false. */
  #commit(draft: Draft, temp: string): Awaitable<boolean> {
    this.#stamp(temp);
    const { locks } = this.#parts;
    const { key } = draft.write;
    if (!draft.old) return this.#create(draft, temp);
    const release = locks.tryLock("commit", key);
    if (release) return this.#replace(draft, temp, release);
    return locks.lock("commit", key, COMMIT_TIMEOUT_MS).then(
      (late) => this.#replace(draft, temp, late),
      (error: unknown) => {
        discard(temp);
        throw error;
      },
    );
  }

  #create(draft: Draft, temp: string): boolean {
    try {
      this.#link(temp, draft);
      this.#changed.add(draft.folder);
      return true;
    } catch (error) {
      // Somebody was faster, or has removed the folder of the store: then the temp file is gone, too.
      if (systemCode(error) === "EEXIST" || !existsSync(temp)) return false;
      throw error;
    } finally {
      discard(temp);
    }
  }

  #link(temp: string, draft: Draft): void {
    for (let attempt = 1; ; attempt++) {
      try {
        this.#markIfExpiring(draft);
        linkSync(temp, draft.file);
        this.#markIfExpiring(draft);
        return;
      } catch (error) {
        // The folder is new, or has just been removed because it was empty.
        if (systemCode(error) !== "ENOENT" || attempt === FOLDER_ATTEMPTS) throw error;
        this.#makeFolder(draft.folder);
      }
    }
  }

  #replace(draft: Draft, temp: string, release: Release): boolean {
    try {
      this.#markIfExpiring(draft);
      const standing = readContent(draft.file, this.#space);
      if (!standing || revisionOf(standing) !== draft.old?.revision) return discard(temp);
      renameSync(temp, draft.file);
      this.#markIfExpiring(draft);
      this.#changed.add(draft.folder);
      return true;
    } catch (error) {
      discard(temp);
      throw error;
    } finally {
      release();
    }
  }

  async #syncFolders(): Promise<void> {
    for (const folder of this.#parts.layout.takeUnsynced()) this.#changed.add(folder);
    await syncFolders(this.#changed);
  }

  /** Entries of a cache are as old as the store's clock says: by that the least recently used are found. */
  #stamp(temp: string): void {
    if (this.#space !== "cache") return;
    try {
      utimesSync(temp, this.#now / 1000, this.#now / 1000);
    } catch (error) {
      if (systemCode(error) !== "ENOENT") throw error; // Somebody has removed the store: the commit finds that out.
    }
  }

  #markIfExpiring({ write, folder }: Draft): void {
    if (write.content.expiresAt !== undefined) mark(folder);
  }

  #makeFolder(folder: string): void {
    const first = mkdirSync(folder, { recursive: true });
    if (first !== undefined) for (const parent of foldersBetween(first, folder)) this.#changed.add(parent);
  }

  #failed(error: unknown, key: string): Error {
    return error instanceof Error && "code" in error && error.code === "LOCK_TIMEOUT"
      ? error
      : fileSystemError(error, "write", placeOf(this.#parts.layout, this.#space, key).file, key);
  }
}

function isDraft(prepared: Draft | Outcome<WriteOutcome>): prepared is Draft {
  return "content" in prepared;
}

function written({ content }: Draft): WriteOutcome {
  return {
    written: true,
    get revision() {
      return revisionOf(content);
    },
  };
}
