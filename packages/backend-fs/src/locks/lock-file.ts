import { closeSync, lstatSync } from "node:fs";
import { join } from "node:path";
import { StorageError } from "@results-manager/core";
import { type Release, realTime } from "@results-manager/core/internal";
import { fileSystemError } from "../errors/file-system-error.ts";
import type { Layout } from "../layout/layout.ts";
import { lockRecordFile } from "./lock-record-file.ts";
import { type NativeLocks, nativeLocks } from "./native-locks.ts";
import { type OpenLockFile, openLockFile } from "./open-lock-file.ts";

/** A lock that is held. */
export interface KernelLock {
  /**
   * Tells whether the lock still excludes other processes: it does not once the lock file has been removed.
   *
   * @param maxAgeMs accept that the file was there so long ago: new lock files are not used before they are much older.
   */
  isValid(maxAgeMs?: number): boolean;
  /** The lock file is recent: other processes may still hold locks in one that was removed before. */
  readonly isRecent: boolean;
  /**
   * Also locks the file of a record that is about to be replaced, which protects it where the lock file is recent. `undefined` where
   * another process is replacing the record.
   */
  lockReplaced(path: string): Release | undefined;
  release(): void;
}

/** A range of bytes of a lock file, and the way it is locked. */
export interface LockRange {
  readonly offset: number;
  /** 0 for the whole file. */
  readonly length: number;
  /** Take the lock in the next file, too, when the file is removed. */
  readonly lasts: boolean;
}

/** Time for which the file counts as present between records that are changed one after the other. */
export const RUN_MS = 1;
const SHARED = { shared: true };
/** Number of attempts to lock a file that keeps being removed. */
const ATTEMPTS = 100;
/** Maximum number of removed lock files that are kept open, since other processes may still hold locks in them. */
const MAX_REMOVED = 8;

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
  readonly #removed: OpenLockFile[] = [];
  /** Locks that are held while the store is open, by offset; they are also taken in the next file. */
  readonly #lasting = new Map<number, number>();
  #file: OpenLockFile | undefined;

  /** @param isOnly there is one file for all locks, made with the store; otherwise each file is made on first use. */
  constructor(layout: Layout, name: string, isOnly: boolean) {
    this.#layout = layout;
    this.#path = join(layout.reserved, name);
    this.#isOnly = isOnly;
  }

  /**
   * Locks a range of bytes unless another process has locked it.
   *
   * @param isVerifiedLater the caller calls `isValid` before it changes anything.
   * @throws {StorageError} when the system fails, or something else is in the place of the file.
   */
  tryLock(range: LockRange, isVerifiedLater = false): KernelLock | undefined {
    const locks = nativeLocks();
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const file = this.#open(locks);
      if (!range.lasts && file.from > 0 && file.from > realTime.elapsed()) return undefined;
      if (!this.#wasReleased(locks, range) || !this.#lock(locks, file, range)) return undefined;
      if (isVerifiedLater || this.#verify(locks, file, range)) return this.#makeLock(locks, file, range);
    }
    throw new StorageError(`Could not lock '${this.#path}': it was removed ${ATTEMPTS} times while it was opened.`);
  }

  /**
   * Takes a shared lock on a range of bytes for synchronous work, unless another process holds it exclusively. Does not verify the file:
   * most callers hold another lock of the file and have just verified it.
   */
  tryShare({ offset, length }: LockRange): Release | undefined {
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

  /** Tells whether a lock was taken in the current file; otherwise frees it, and the next one is taken in another file. */
  #verify(locks: NativeLocks, file: OpenLockFile, { offset, length }: LockRange): boolean {
    let isCurrent = false;
    try {
      isCurrent = this.#isAtPath(file);
    } finally {
      if (!isCurrent) locks.unlock(file.fd, offset, length);
    }
    return isCurrent || this.#retire(file);
  }

  #makeLock(locks: NativeLocks, file: OpenLockFile, { offset, length, lasts }: LockRange): KernelLock {
    file.held.add(offset);
    if (lasts) this.#lasting.set(offset, length);
    const release = (from: OpenLockFile): void => {
      if (from.held.delete(offset)) locks.unlock(from.fd, offset, length);
    };
    return {
      isValid: (maxAgeMs = 0) => {
        if (this.#file !== file) return false;
        if (maxAgeMs > 0 && realTime.elapsed() - file.seenAt < maxAgeMs) return true;
        return this.#isAtPath(file) || this.#retire(file);
      },
      isRecent: file.until > 0 && file.until > realTime.elapsed(),
      lockReplaced: (path) => lockRecordFile(locks, path),
      release: () => {
        if (!lasts) return release(file);
        this.#lasting.delete(offset);
        for (const each of [...this.#removed, this.#file]) if (each) release(each);
      },
    };
  }

  /** Tells whether the file is still the one at its path. */
  #isAtPath(file: OpenLockFile): boolean {
    try {
      const seenAt = realTime.elapsed();
      const found = lstatSync(this.#path, { throwIfNoEntry: false });
      if (found?.ino !== file.ino || found.dev !== file.dev) return false;
      file.seenAt = seenAt;
      return true;
    } catch (error) {
      throw fileSystemError(error, "inspect", this.#path);
    }
  }

  /** Tells whether no other process holds the lock in a lock file that was removed. */
  #wasReleased(locks: NativeLocks, { offset, length }: LockRange): boolean {
    return this.#removed.every(({ fd, held }) => {
      if (held.has(offset)) return true; // Held by this instance, which locks do not exclude.
      if (!locks.tryLock(fd, offset, length)) return false;
      locks.unlock(fd, offset, length);
      return true;
    });
  }

  /** Keeps a removed file open, since other processes may hold locks in it; the next lock opens another one. */
  #retire(file: OpenLockFile): false {
    this.#file = undefined;
    this.#removed.push(file);
    if (this.#removed.length <= MAX_REMOVED) return false;
    const idle = this.#removed.findIndex(({ held }) => [...held].every((offset) => this.#lasting.has(offset)));
    for (const { fd } of idle < 0 ? [] : this.#removed.splice(idle, 1)) closeSync(fd);
    return false;
  }

  #lock(locks: NativeLocks, { fd }: OpenLockFile, { offset, length }: LockRange): boolean {
    try {
      return locks.tryLock(fd, offset, length);
    } catch (error) {
      throw fileSystemError(error, "lock", this.#path);
    }
  }

  #open(locks: NativeLocks): OpenLockFile {
    if (this.#file) return this.#file;
    const isReplacement = this.#removed.length > 0;
    const file = openLockFile(this.#layout, this.#path, { isReplacement, hasGrace: this.#isOnly });
    for (const [offset, length] of this.#lasting) if (locks.tryLock(file.fd, offset, length)) file.held.add(offset);
    this.#file = file;
    return file;
  }
}
