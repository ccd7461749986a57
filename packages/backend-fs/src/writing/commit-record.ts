import { existsSync, linkSync, lstatSync, mkdirSync, renameSync, utimesSync } from "node:fs";
import { dirname } from "node:path";
import type { Awaitable, FoundRecord, RecordWrite, Space, StorageError } from "@results-manager/core";
import { systemCode } from "../errors/file-system-error.ts";
import { foldersBetween } from "../layout/layout.ts";
import { COMMIT_TIMEOUT_MS } from "../locks/kernel-locks.ts";
import type { KernelLock } from "../locks/lock-file.ts";
import type { RecordPlace } from "../naming/record-paths.ts";
import { type FileContent, revisionOf } from "../reading/file-content.ts";
import { readContent } from "../reading/read-record.ts";
import { makeCertified, needsCertificates, revoke } from "../walking/no-expiry.ts";
import { keepMode } from "./keep-mode.ts";
import type { StoreContext } from "./store-context.ts";
import { discard } from "./temp-files.ts";

/** How often a folder is made again that others remove as soon as it is empty. */
const FOLDER_ATTEMPTS = 100;
/** What systems answer whose file systems have no hard links: exFAT, some of FUSE, Android, Windows on FAT. */
const NO_LINKS = ["EPERM", "EACCES", "ENOSYS", "ENOTSUP", "EOPNOTSUPP", "EISDIR", "EINVAL", "EMLINK", "UNKNOWN"];

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
export class RecordCommitter {
  readonly #parts: StoreContext;
  readonly #space: Space;
  readonly #now: number;
  /** Folders that hold new names. */
  readonly #changed = new Set<string>();

  constructor(parts: StoreContext, space: Space, now: number) {
    this.#parts = parts;
    this.#space = space;
    this.#now = now;
  }

  /** Makes the temp file the record, unless somebody was faster, or it must be written elsewhere: then false. */
  commit(draft: Draft, temp: string): Awaitable<boolean> {
    this.#stamp(temp);
    return draft.old
      ? this.#locked(draft, temp, (lock) => this.#replace(draft, temp, lock))
      : this.#create(draft, temp);
  }

  /** The same, for whoever holds the lock of the key. */
  commitLocked(draft: Draft, temp: string, lock: KernelLock): Awaitable<boolean> {
    this.#stamp(temp);
    // Only a new record may be there by now: it is made without the lock.
    return draft.old ? this.#replace(draft, temp, lock) : this.#create(draft, temp, lock);
  }

  /** Waits until what was committed has reached the disk, each folder once; returns what failed, by folder. */
  sync(): Promise<ReadonlyMap<string, StorageError>> {
    return this.#parts.layout.syncs.sync(this.#changed);
  }

  #create(draft: Draft, temp: string, held?: KernelLock): Awaitable<boolean> {
    const byMove = (): Awaitable<boolean> =>
      held
        ? this.#createByMove(draft, temp, held)
        : this.#locked(draft, temp, (lock) => this.#createByMove(draft, temp, lock));
    const linked = this.#guarded(draft, temp, expires(draft), () => this.#link(draft, temp));
    return linked instanceof Promise ? linked.then((done) => done ?? byMove()) : (linked ?? byMove());
  }

  /** `undefined` where the file system has no links. */
  #link(draft: Draft, temp: string): boolean | undefined {
    try {
      this.#into(draft, temp, () => linkSync(temp, draft.file));
      discard(temp);
      return true;
    } catch (error) {
      return NO_LINKS.includes(systemCode(error) ?? "") ? undefined : this.#failed(draft, temp, error);
    }
  }

  /**
   * Makes a record where the file system has no links. Of those who create it, one holds the lock; the move shows readers the whole record,
   * as a link does.
   */
  #createByMove(draft: Draft, temp: string, lock: KernelLock): Awaitable<boolean> {
    return this.#guarded(draft, temp, expires(draft), () => {
      try {
        const isFree = lstatSync(draft.file, { throwIfNoEntry: false }) === undefined;
        if (!isFree || !lock.isValid()) return discard(temp);
        this.#into(draft, temp, () => renameSync(temp, draft.file));
        return true;
      } catch (error) {
        return this.#failed(draft, temp, error);
      }
    });
  }

  #replace(draft: Draft, temp: string, lock: KernelLock): Awaitable<boolean> {
    return this.#guarded(draft, temp, true, () => {
      try {
        const release = lock.lockReplaced(draft.file);
        if (!release) return discard(temp);
        try {
          return this.#moveOver(draft, temp, lock);
        } finally {
          release();
        }
      } catch (error) {
        return this.#failed(draft, temp, error);
      }
    });
  }

  #moveOver(draft: Draft, temp: string, lock: KernelLock): boolean {
    const standing = readContent(draft.file, this.#space);
    if (!standing || revisionOf(standing) !== draft.old?.revision) return discard(temp);
    keepMode(temp, draft.file);
    if (!lock.isValid()) return discard(temp);
    if (expires(draft)) revoke(draft.folder);
    renameSync(temp, draft.file);
    this.#changed.add(draft.folder);
    return true;
  }

  /** Does something that a listing, or a certificate of the folder, must not come between. */
  #guarded<T>(draft: Draft, temp: string, isNeeded: boolean, work: () => T): Awaitable<T> {
    if (!isNeeded) return work();
    try {
      const done = this.#parts.folders.shared(draft.folder, work);
      return done instanceof Promise ? done.catch((error: unknown) => refuse(temp, error)) : done;
    } catch (error) {
      return refuse(temp, error);
    }
  }

  /** Does something under the lock of the key. */
  #locked(draft: Draft, temp: string, work: (lock: KernelLock) => Awaitable<boolean>): Awaitable<boolean> {
    const { locks } = this.#parts;
    const { key } = draft.write;
    let lock: KernelLock | undefined;
    try {
      lock = locks.tryLock("commit", key);
    } catch (error) {
      return refuse(temp, error);
    }
    return lock
      ? thenRelease(lock, work)
      : locks.lock("commit", key, COMMIT_TIMEOUT_MS).then(
          (late) => thenRelease(late, work),
          (error: unknown) => refuse(temp, error),
        );
  }

  /** Tells a write that is to be done again, by false, from one that failed; the temp file goes. */
  #failed(draft: Draft, temp: string, error: unknown): false {
    const isGone = !existsSync(temp); // Others have removed the folder of the store.
    discard(temp);
    const code = systemCode(error);
    if (isGone || code === "EEXIST") return false;
    // A folder of the store may lie on another disk: temp files for it are written into itself, from here on.
    if (code !== "EXDEV" || dirname(temp) === draft.folder) throw error;
    this.#makeFolder(draft);
    this.#parts.session.writeInto(draft.folder);
    return false;
  }

  /** Puts a new name into the folder of a record, which is made where there is none. */
  #into(draft: Draft, temp: string, put: () => void): void {
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

  /** Entries of a cache are as old as the store's clock says: by that the least recently used are found. */
  #stamp(temp: string): void {
    if (this.#space !== "cache") return;
    try {
      utimesSync(temp, this.#now / 1000, this.#now / 1000);
    } catch (error) {
      if (systemCode(error) !== "ENOENT") throw error; // Somebody has removed the store: the commit finds that out.
    }
  }

  #makeFolder(draft: Draft): void {
    const { layout, folders } = this.#parts;
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

function refuse(temp: string, error: unknown): never {
  discard(temp);
  throw error;
}

function thenRelease(lock: KernelLock, work: (lock: KernelLock) => Awaitable<boolean>): Awaitable<boolean> {
  let done: Awaitable<boolean> = false;
  try {
    done = work(lock);
  } finally {
    if (!(done instanceof Promise)) lock.release();
  }
  return done instanceof Promise ? done.finally(() => lock.release()) : done;
}
