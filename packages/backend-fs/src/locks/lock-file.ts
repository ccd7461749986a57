import { closeSync, fstatSync, lstatSync } from "node:fs";
import { join } from "node:path";
import { ResultsError, StorageError } from "@results-manager/core";
import { type Release, realTime } from "@results-manager/core/internal";
import { fileSystemError } from "../errors/file-system-error.ts";
import { systemCode } from "../errors/system-code.ts";
import type { Layout } from "../layout/layout.ts";
import { openLockFile } from "../layout/reserved-folder.ts";
import { lockRecordFile } from "./lock-record-file.ts";
import { type NativeLocks, nativeLocks } from "./native-locks.ts";

/** A lock that is held. */
export interface KernelLock {
  /** Tells whether the lock still excludes other processes: it does not once the lock file has been removed. */
  isValid(): boolean;
  /**
   * Also locks the file of a record that is about to be replaced, if the lock file is recent: other processes may still hold locks in a
   * lock file that was removed before. `undefined` where another process is replacing the record.
   */
  lockReplaced(path: string): Release | undefined;
  release(): void;
}

/** An open file that is, or was, the lock file. */
interface OpenFile {
  readonly fd: number;
  readonly dev: number;
  readonly ino: number;
  /** Offsets of the locks that are held in this file. */
  readonly held: Set<number>;
  /** Time when it was made, in milliseconds since the epoch: nothing is ever written to it. */
  readonly madeAt: number;
  /** End of the period in which the file counts as recent, on the scale of `realTime.elapsed()`; 0 for a store that this instance made. */
  readonly until: number;
  /** Time from which locks are granted, on the scale of `realTime.elapsed()`. */
  readonly from: number;
}

const SHARED = { shared: true };
/** Number of attempts to lock a file that keeps being removed. */
const ATTEMPTS = 100;
/** Maximum number of removed lock files that are kept open, since other processes may still hold locks in them. */
const MAX_REMOVED = 8;
/** Age up to which a lock file counts as recent. */
const RECENT_MS = 60_000;
/**
 * Age below which a lock file of another process is not used: it may replace a removed one in which another process still holds an
 * invisible lock for a commit, which takes microseconds.
 */
const GRACE_MS = 100;

/**
 * A file whose bytes are locked in the kernel.
 *
 * Other programs may remove it while it is in use: cleaners of old files, `git clean`, a file synchronizer. Processes that open the store
 * afterwards lock another file. So each lock is verified after it was taken, and locks in a removed file are waited for.
 */
export class LockFile {
  readonly #layout: Layout;
  readonly #path: string;
  readonly #isOnly: boolean;
  readonly #removed: OpenFile[] = [];
  /** Locks that are held while the store is open, by offset; they are also taken in the next file. */
  readonly #lasting = new Map<number, number>();
  #file: OpenFile | undefined;

  /** @param isOnly there is one file for all locks, made with the store; otherwise each file is made on first use. */
  constructor(layout: Layout, name: string, isOnly: boolean) {
    this.#layout = layout;
    this.#path = join(layout.reserved, name);
    this.#isOnly = isOnly;
  }

  /**
   * Locks a range of bytes unless another process has locked it.
   *
   * @param lasts take the lock in the next file, too, when the file is removed.
   * @throws {StorageError} when the system fails, or something else is in the place of the file.
   */
  tryLock(offset: number, length: number, lasts: boolean): KernelLock | undefined {
    const locks = nativeLocks();
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const file = this.#open(locks);
      if (!lasts && file.from > 0 && file.from > realTime.elapsed()) return undefined;
      if (!this.#wasReleased(locks, offset, length) || !this.#lock(locks, file, offset, length)) return undefined;
      let isCurrent = false;
      try {
        isCurrent = this.#isCurrent(file);
      } finally {
        if (!isCurrent) locks.unlock(file.fd, offset, length);
      }
      if (isCurrent) return this.#makeLock(locks, file, { offset, length, lasts });
      this.#retire(file);
    }
    throw new StorageError(`Could not lock '${this.#path}': it was removed ${ATTEMPTS} times while it was opened.`);
  }

  /**
   * Takes a shared lock on a range of bytes for synchronous work, unless another process holds it exclusively. Does not verify the file:
   * most callers hold another lock of the file and have just verified it.
   */
  tryShare(offset: number, length: number): Release | undefined {
    const locks = nativeLocks();
    const { fd } = this.#open(locks);
    try {
      return locks.tryLock(fd, offset, length, SHARED) ? () => locks.unlock(fd, offset, length) : undefined;
    } catch (error) {
      throw fileSystemError(error, "lock", this.#path);
    }
  }

  /** Time when the file was made, in milliseconds since the epoch. */
  get madeAt(): number {
    return this.#open(nativeLocks()).madeAt;
  }

  /** Closes the file; the kernel frees all locks that are still held. */
  close(): void {
    for (const { fd } of this.#removed.splice(0)) closeSync(fd);
    if (this.#file) closeSync(this.#file.fd);
    this.#file = undefined;
    this.#lasting.clear();
  }

  #makeLock(
    locks: NativeLocks,
    file: OpenFile,
    { offset, length, lasts }: { readonly offset: number; readonly length: number; readonly lasts: boolean },
  ): KernelLock {
    file.held.add(offset);
    if (lasts) this.#lasting.set(offset, length);
    const release = (from: OpenFile): void => {
      if (from.held.delete(offset)) locks.unlock(from.fd, offset, length);
    };
    return {
      isValid: () => this.#file === file && this.#isCurrent(file),
      lockReplaced: (path) =>
        file.until > 0 && file.until > realTime.elapsed() ? lockRecordFile(locks, path) : () => {},
      release: () => {
        if (!lasts) return release(file);
        this.#lasting.delete(offset);
        for (const each of [...this.#removed, this.#file]) if (each) release(each);
      },
    };
  }

  /** Tells whether the file is still the one at its path. */
  #isCurrent({ dev, ino }: OpenFile): boolean {
    try {
      const found = lstatSync(this.#path, { throwIfNoEntry: false });
      return found !== undefined && found.ino === ino && found.dev === dev;
    } catch (error) {
      throw fileSystemError(error, "inspect", this.#path);
    }
  }

  /** Tells whether no other process holds the lock in a lock file that was removed. */
  #wasReleased(locks: NativeLocks, offset: number, length: number): boolean {
    return this.#removed.every(({ fd, held }) => {
      if (held.has(offset)) return true; // Held by this instance, which locks do not exclude.
      if (!locks.tryLock(fd, offset, length)) return false;
      locks.unlock(fd, offset, length);
      return true;
    });
  }

  #retire(file: OpenFile): void {
    this.#file = undefined;
    this.#removed.push(file);
    if (this.#removed.length <= MAX_REMOVED) return;
    const idle = this.#removed.findIndex(({ held }) => [...held].every((offset) => this.#lasting.has(offset)));
    for (const { fd } of idle < 0 ? [] : this.#removed.splice(idle, 1)) closeSync(fd);
  }

  #lock(locks: NativeLocks, { fd }: OpenFile, offset: number, length: number): boolean {
    try {
      return locks.tryLock(fd, offset, length);
    } catch (error) {
      throw fileSystemError(error, "lock", this.#path);
    }
  }

  #open(locks: NativeLocks): OpenFile {
    if (this.#file) return this.#file;
    try {
      this.#layout.prepare();
      const fd = this.#openPath();
      const { dev, ino, mtimeMs } = fstatSync(fd);
      const isOriginal = this.#layout.isNew && this.#removed.length === 0;
      const file = {
        fd,
        dev,
        ino,
        held: new Set<number>(),
        madeAt: mtimeMs,
        until: isOriginal ? 0 : realTime.elapsed() + RECENT_MS - Math.max(0, realTime.now() - mtimeMs),
        from: isOriginal || this.#removed.length > 0 ? 0 : this.#graceFrom(mtimeMs),
      };
      for (const [offset, length] of this.#lasting) if (locks.tryLock(fd, offset, length)) file.held.add(offset);
      this.#file = file;
      return file;
    } catch (error) {
      throw error instanceof ResultsError ? error : fileSystemError(error, "open the lock file", this.#path);
    }
  }

  #openPath(): number {
    try {
      return openLockFile(this.#path);
    } catch (error) {
      if (systemCode(error) !== "ENOENT") throw error;
      this.#layout.reset(); // Another process has removed the folder.
      this.#layout.prepare();
      return openLockFile(this.#path);
    }
  }

  /** Time from which a lock file is used. Nothing is written to it, so its modification time is its creation time. */
  #graceFrom(madeAt: number): number {
    const age = realTime.now() - madeAt;
    return this.#isOnly && age >= 0 && age < GRACE_MS ? realTime.elapsed() + GRACE_MS - age : 0;
  }
}
