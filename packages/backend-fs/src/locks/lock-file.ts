import { closeSync, constants, fstatSync, lstatSync, openSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { type Release, ResultsError, realTime, StorageError } from "@results-manager/core";
import { fileSystemError, systemCode } from "../errors/file-system-error.ts";
import type { Layout } from "../layout/layout.ts";
import { openLockFile } from "../layout/reserved-folder.ts";

/** The members of fs-native-extensions that are used; it has no types of its own. */
interface NativeLocks {
  tryLock(fd: number, offset: number, length: number, options?: { readonly shared: boolean }): boolean;
  unlock(fd: number, offset: number, length: number): void;
}

/** A lock that is held. */
export interface KernelLock {
  /** Tells whether it still keeps others out: it does not once the lock file has been removed. */
  isValid(): boolean;
  /**
   * Locks a record's file itself, which is about to be replaced, where the lock file was made lately: others may have missed one in between, in
   * which somebody still holds a lock. `undefined` where another process is replacing it.
   */
  lockReplaced(path: string): Release | undefined;
  release(): void;
}

/** A file that is, or was, the lock file. */
interface OpenFile {
  readonly fd: number;
  readonly dev: number;
  readonly ino: number;
  /** The offsets of the locks that are held here. */
  readonly held: Set<number>;
  /** When it was made, in milliseconds since the epoch: nothing is ever written to it. */
  readonly madeAt: number;
  /** Until when it counts as made lately, as `realTime.elapsed()` counts; 0 for a store that was made here. */
  readonly until: number;
  /** When locks are given out, as `realTime.elapsed()` counts. */
  readonly from: number;
}

const SHARED = { shared: true };
/** How often a lock file is opened again that is removed as often. */
const ATTEMPTS = 100;
/** How many removed lock files are kept open, in which others may still hold locks. */
const MOST_REMOVED = 8;
/** How long a lock file counts as made lately. */
const LATELY_MS = 60_000;
/**
 * How long a lock file is not used that was made by others just now: it may stand for one that was removed, in which somebody who is about
 * to commit, which takes microseconds, still holds a lock that cannot be seen any more.
 */
const GRACE_MS = 100;

let native: NativeLocks | undefined;

/**
 * A file whose bytes are locked in the kernel.
 *
 * Others may remove it while it is in use: cleaners of old files, `git clean`, a synchronisation. Then those who open the store next lock
 * another file. So each lock is looked at after it was got, and what was locked in a file that is gone is waited for.
 */
export class LockFile {
  readonly #layout: Layout;
  readonly #path: string;
  readonly #isOnly: boolean;
  readonly #removed: OpenFile[] = [];
  /** Locks that are held for as long as the store is open: the next file has them, too. */
  readonly #lasting = new Map<number, number>();
  #file: OpenFile | undefined;

  /** @param isOnly it is made with the store; one of many is made when it is first needed. */
  constructor(layout: Layout, name: string, isOnly: boolean) {
    this.#layout = layout;
    this.#path = join(layout.reserved, name);
    this.#isOnly = isOnly;
  }

  /**
   * Locks a range of bytes, unless another process has.
   *
   * @param lasts keep it when the file is removed.
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
      if (isCurrent) return this.#held(locks, file, { offset, length, lasts });
      this.#retire(file);
    }
    throw new StorageError(`Could not lock '${this.#path}': it was removed ${ATTEMPTS} times while it was opened.`);
  }

  /**
   * Locks a range of bytes, unless another process has it alone, for something that is done at once. Those who do it hold another lock of the
   * file most often, and have just looked whether it is there.
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

  /** When the file was made, in milliseconds since the epoch. */
  get madeAt(): number {
    return this.#open(nativeLocks()).madeAt;
  }

  /** Closes the file; the kernel frees what is still locked. */
  close(): void {
    for (const { fd } of this.#removed.splice(0)) closeSync(fd);
    if (this.#file) closeSync(this.#file.fd);
    this.#file = undefined;
    this.#lasting.clear();
  }

  #held(
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
      lockReplaced: (path) => (file.until > 0 && file.until > realTime.elapsed() ? lockItself(locks, path) : () => {}),
      release: () => {
        if (!lasts) return release(file);
        this.#lasting.delete(offset);
        for (const each of [...this.#removed, this.#file]) if (each) release(each);
      },
    };
  }

  /** Tells whether the file is still what others find by its name. */
  #isCurrent({ dev, ino }: OpenFile): boolean {
    try {
      const found = lstatSync(this.#path, { throwIfNoEntry: false });
      return found !== undefined && found.ino === ino && found.dev === dev;
    } catch (error) {
      throw fileSystemError(error, "look at", this.#path);
    }
  }

  /** Tells whether nobody holds the lock in a file that was removed meanwhile. */
  #wasReleased(locks: NativeLocks, offset: number, length: number): boolean {
    return this.#removed.every(({ fd, held }) => {
      if (held.has(offset)) return true; // By this instance, which is not kept out.
      if (!locks.tryLock(fd, offset, length)) return false;
      locks.unlock(fd, offset, length);
      return true;
    });
  }

  #retire(file: OpenFile): void {
    this.#file = undefined;
    this.#removed.push(file);
    if (this.#removed.length <= MOST_REMOVED) return;
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
        until: isOriginal ? 0 : realTime.elapsed() + LATELY_MS - Math.max(0, realTime.now() - mtimeMs),
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
      this.#layout.reset(); // Others have removed the folder.
      this.#layout.prepare();
      return openLockFile(this.#path);
    }
  }

  /** Nothing is written to a lock file: its time is that when it was made. */
  #graceFrom(madeAt: number): number {
    const age = realTime.now() - madeAt;
    return this.#isOnly && age >= 0 && age < GRACE_MS ? realTime.elapsed() + GRACE_MS - age : 0;
  }
}

/** Where nothing is ever read or written. */
const BEHIND_EVERYTHING = 2 ** 40;

/** Locks a file as it stands at its path. One that cannot be opened for this is as safe as the lock file alone makes it. */
function lockItself(locks: NativeLocks, path: string): Release | undefined {
  if (process.platform === "win32") return () => {}; // Nothing is moved onto an open file there.
  let fd: number;
  try {
    fd = openSync(path, constants.O_RDWR | constants.O_NONBLOCK | constants.O_NOFOLLOW);
  } catch {
    return () => {};
  }
  const own = fstatSync(fd);
  if (!own.isFile()) {
    closeSync(fd);
    return () => {}; // A FIFO, or the like: it is replaced as it is.
  }
  const isLocked = locks.tryLock(fd, BEHIND_EVERYTHING, 1);
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (isLocked && found?.ino === own.ino && found.dev === own.dev) return () => closeSync(fd);
  closeSync(fd);
  return undefined;
}

function nativeLocks(): NativeLocks {
  try {
    native ??= createRequire(import.meta.url)("fs-native-extensions") as NativeLocks;
    return native;
  } catch (cause) {
    const advice = "With Node's permission model, pass --allow-addons";
    throw new StorageError(
      `Kernel locks need the native module 'fs-native-extensions', which could not be loaded. ${advice}.`,
      {
        cause,
      },
    );
  }
}
