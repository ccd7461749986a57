import { existsSync, linkSync, mkdirSync, renameSync, utimesSync } from "node:fs";
import type { Awaitable, FoundRecord, RecordWrite, Release, Space } from "@results-manager/core";
import { syncFolders } from "./durable-writes.ts";
import { mark } from "./expiry-markers.ts";
import { type FileContent, revisionOf } from "./file-content.ts";
import { systemCode } from "./file-system-error.ts";
import { COMMIT_TIMEOUT_MS } from "./kernel-locks.ts";
import { foldersBetween } from "./layout.ts";
import { readContent } from "./record-files.ts";
import type { RecordPlace } from "./store-paths.ts";
import { discard } from "./temp-files.ts";
import type { WriterParts } from "./writer-parts.ts";

/** How often a folder is made anew that others remove as soon as it is empty. */
const FOLDER_ATTEMPTS = 100;

/** A write whose condition held when it was looked at: what the file will hold, and what it replaces. */
export interface Draft extends RecordPlace {
  readonly write: RecordWrite;
  readonly content: FileContent;
  /** What stands there, expired or not; nothing for a new record. */
  readonly old: NonNullable<FoundRecord> | undefined;
}

/**
 * Puts temp files in the places of records: `link` for a new record, which fails where somebody was faster, or `rename` for one that is
 * replaced, under a kernel lock and only where the file still reads as it did. A reader sees the old record or the new one.
 */
export class RecordCommits {
  readonly #parts: WriterParts;
  readonly #space: Space;
  readonly #now: number;
  /** Folders that hold new names. */
  readonly #changed = new Set<string>();

  constructor(parts: WriterParts, space: Space, now: number) {
    this.#parts = parts;
    this.#space = space;
    this.#now = now;
  }

  /** Makes the temp file the record, unless somebody was faster: then false. */
  commit(draft: Draft, temp: string): Awaitable<boolean> {
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

  /** The same, for whoever holds the lock of the key. */
  commitLocked(draft: Draft, temp: string): boolean {
    this.#stamp(temp);
    // Only a new record may be there by now: it is made without the lock.
    return draft.old ? this.#replace(draft, temp, () => {}) : this.#create(draft, temp);
  }

  /** Waits until what was committed has reached the disk, each folder once. */
  async sync(): Promise<void> {
    for (const folder of this.#parts.layout.takeUnsynced()) this.#changed.add(folder);
    await syncFolders(this.#changed);
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
}
