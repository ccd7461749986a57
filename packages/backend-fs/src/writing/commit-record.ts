import { existsSync, linkSync, lstatSync, mkdirSync, renameSync, utimesSync } from "node:fs";
import { dirname } from "node:path";
import type { StorageError } from "@results-manager/core";
import type { Awaitable, FoundRecord, RecordWrite, Space } from "@results-manager/core/storage";
import { systemCode } from "../errors/system-code.ts";
import { foldersBetween } from "../layout/layout.ts";
import type { RecordPlace } from "../layout/record-paths.ts";
import { COMMIT_TIMEOUT_MS } from "../locks/kernel-locks.ts";
import type { KernelLock } from "../locks/lock-file.ts";
import { type FileContent, revisionOf } from "../reading/file-content.ts";
import { readContent } from "../reading/read-record.ts";
import { makeCertified, needsCertificates, revoke } from "../walking/no-expiry.ts";
import { keepMode } from "./keep-mode.ts";
import type { StoreContext } from "./store-context.ts";
import { discard } from "./temp-files.ts";

/** Number of attempts to make a folder that other processes remove while it is empty. */
const FOLDER_ATTEMPTS = 100;
/** Error codes where the file system has no hard links: exFAT, some of FUSE, Android, Windows on FAT. */
const NO_LINKS = ["EPERM", "EACCES", "ENOSYS", "ENOTSUP", "EOPNOTSUPP", "EISDIR", "EINVAL", "EMLINK", "UNKNOWN"];

/** A write whose condition held when it was checked, with the new content and the record it replaces. */
export interface Draft extends RecordPlace {
  readonly write: RecordWrite;
  readonly content: FileContent;
  /** Existing record, expired or not; `undefined` for a new one. */
  readonly old: NonNullable<FoundRecord> | undefined;
}

/**
 * Moves temp files to the paths of records: by `link` for a new record, which fails where another process was faster; by `rename` for a
 * replacement, under a kernel lock and only while the file is unchanged. A reader sees the old record or the new one.
 */
export class RecordCommitter {
  readonly #context: StoreContext;
  readonly #space: Space;
  readonly #now: number;
  /** Folders with new names, to be synced. */
  readonly #changed = new Set<string>();

  constructor(context: StoreContext, space: Space, now: number) {
    this.#context = context;
    this.#space = space;
    this.#now = now;
  }

  /**
   * Makes the temp file the record. Returns false where another process was faster, or where the temp file must be written to another disk;
   * then the write must be repeated.
   */
  commit(draft: Draft, temp: string): Awaitable<boolean> {
    this.#stamp(temp);
    return draft.old
      ? this.#underKeyLock(draft, temp, (lock) => this.#replace(draft, temp, lock))
      : this.#create(draft, temp);
  }

  /** Like {@link RecordCommitter.commit}, for a caller that holds the lock of the key. */
  commitLocked(draft: Draft, temp: string, lock: KernelLock): Awaitable<boolean> {
    this.#stamp(temp);
    // A new record is created without the lock, so another one may exist by now.
    return draft.old ? this.#replace(draft, temp, lock) : this.#create(draft, temp, lock);
  }

  /** Syncs the folders of all commits, each once; returns the errors by folder. */
  sync(): Promise<ReadonlyMap<string, StorageError>> {
    return this.#context.layout.syncs.sync(this.#changed);
  }

  #create(draft: Draft, temp: string, held?: KernelLock): Awaitable<boolean> {
    const byMove = (): Awaitable<boolean> =>
      held
        ? this.#createByMove(draft, temp, held)
        : this.#underKeyLock(draft, temp, (lock) => this.#createByMove(draft, temp, lock));
    const linked = this.#underFolderLock(draft, temp, expires(draft), () => this.#link(draft, temp));
    return linked instanceof Promise ? linked.then((done) => done ?? byMove()) : (linked ?? byMove());
  }

  /** Creates a record by a hard link; `undefined` where the file system has none. */
  #link(draft: Draft, temp: string): boolean | undefined {
    try {
      this.#createName(draft, temp, () => linkSync(temp, draft.file));
      discard(temp);
      return true;
    } catch (error) {
      return NO_LINKS.includes(systemCode(error) ?? "") ? undefined : this.#handleFailure(draft, temp, error);
    }
  }

  /**
   * Creates a record where the file system has no links. The lock excludes other writers; the rename shows readers the whole record, as a
   * link does.
   */
  #createByMove(draft: Draft, temp: string, lock: KernelLock): Awaitable<boolean> {
    return this.#underFolderLock(draft, temp, expires(draft), () => {
      try {
        const isFree = lstatSync(draft.file, { throwIfNoEntry: false }) === undefined;
        if (!isFree || !lock.isValid()) return discard(temp);
        this.#createName(draft, temp, () => renameSync(temp, draft.file));
        return true;
      } catch (error) {
        return this.#handleFailure(draft, temp, error);
      }
    });
  }

  #replace(draft: Draft, temp: string, lock: KernelLock): Awaitable<boolean> {
    return this.#underFolderLock(draft, temp, true, () => {
      try {
        const release = lock.lockReplaced(draft.file);
        if (!release) return discard(temp);
        try {
          return this.#moveOver(draft, temp, lock);
        } finally {
          release();
        }
      } catch (error) {
        return this.#handleFailure(draft, temp, error);
      }
    });
  }

  #moveOver(draft: Draft, temp: string, lock: KernelLock): boolean {
    const existing = readContent(draft.file, this.#space);
    if (!existing || revisionOf(existing) !== draft.old?.revision) return discard(temp);
    keepMode(temp, draft.file);
    if (!lock.isValid()) return discard(temp);
    if (expires(draft)) revoke(draft.folder);
    renameSync(temp, draft.file);
    this.#changed.add(draft.folder);
    return true;
  }

  /** Runs work that no listing or certification of the folder may interleave with. */
  #underFolderLock<T>(draft: Draft, temp: string, isNeeded: boolean, work: () => T): Awaitable<T> {
    if (!isNeeded) return work();
    try {
      const done = this.#context.folders.runShared(draft.folder, work);
      return done instanceof Promise ? done.catch((error: unknown) => discardAndThrow(temp, error)) : done;
    } catch (error) {
      return discardAndThrow(temp, error);
    }
  }

  /** Runs work under the lock of the key. */
  #underKeyLock(draft: Draft, temp: string, work: (lock: KernelLock) => Awaitable<boolean>): Awaitable<boolean> {
    const { locks } = this.#context;
    const { key } = draft.write;
    let lock: KernelLock | undefined;
    try {
      lock = locks.tryLock("commit", key);
    } catch (error) {
      return discardAndThrow(temp, error);
    }
    return lock
      ? runThenRelease(lock, work)
      : locks.lock("commit", key, COMMIT_TIMEOUT_MS).then(
          (late) => runThenRelease(late, work),
          (error: unknown) => discardAndThrow(temp, error),
        );
  }

  /** Removes the temp file; returns false where the write must be repeated, and throws where it failed. */
  #handleFailure(draft: Draft, temp: string, error: unknown): false {
    const isGone = !existsSync(temp); // Another process has removed the folder of the store.
    discard(temp);
    const code = systemCode(error);
    if (isGone || code === "EEXIST") return false;
    // A folder of the store may be on another disk: from here on, its temp files are written into it.
    if (code !== "EXDEV" || dirname(temp) === draft.folder) throw error;
    this.#makeFolder(draft);
    this.#context.session.writeInto(draft.folder);
    return false;
  }

  /** Creates a name in the folder of a record, and the folder where it is missing. */
  #createName(draft: Draft, temp: string, put: () => void): void {
    for (let attempt = 1; ; attempt++) {
      try {
        if (expires(draft)) revoke(draft.folder);
        put();
        this.#changed.add(draft.folder);
        return;
      } catch (error) {
        // The folder is new, or has just been removed because it was empty.
        if (systemCode(error) !== "ENOENT" || attempt === FOLDER_ATTEMPTS || !existsSync(temp)) throw error;
        this.#makeFolder(draft);
      }
    }
  }

  /** Sets the file times of a cache entry by the store's clock; they are used to find the least recently used entries. */
  #stamp(temp: string): void {
    if (this.#space !== "cache") return;
    try {
      utimesSync(temp, this.#now / 1000, this.#now / 1000);
    } catch (error) {
      if (systemCode(error) !== "ENOENT") throw error; // Another process has removed the store: the commit detects that.
    }
  }

  #makeFolder(draft: Draft): void {
    const { layout, folders } = this.#context;
    const { folder } = draft;
    layout.syncs.forget(folder);
    // A folder made for a record that expires would lose its certificate at once.
    const isCertified = !expires(draft) && needsCertificates(this.#space);
    const first = isCertified ? makeCertified(folder, folders) : mkdirSync(folder, { recursive: true });
    if (first !== undefined) for (const parent of foldersBetween(first, folder)) this.#changed.add(parent);
  }
}

function expires({ write }: Draft): boolean {
  return write.content.expiresAt !== undefined;
}

function discardAndThrow(temp: string, error: unknown): never {
  discard(temp);
  throw error;
}

function runThenRelease(lock: KernelLock, work: (lock: KernelLock) => Awaitable<boolean>): Awaitable<boolean> {
  let done: Awaitable<boolean> = false;
  try {
    done = work(lock);
  } finally {
    if (!(done instanceof Promise)) lock.release();
  }
  return done instanceof Promise ? done.finally(() => lock.release()) : done;
}
