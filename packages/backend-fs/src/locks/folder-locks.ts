import { existsSync } from "node:fs";
import { LockTimeoutError } from "@results-manager/core";
import { type Release, realTime } from "@results-manager/core/internal";
import type { Awaitable } from "@results-manager/core/storage";
import type { Layout } from "../layout/layout.ts";
import { COMMIT_TIMEOUT_MS, KernelLocks } from "./kernel-locks.ts";

const PAUSE_MS = 1;
/** Number of attempts between pauses: writers hold the shared lock for microseconds, one after the other. */
const TRIES = 50;

/**
 * Locks on folders, between processes. A writer that replaces a file takes the folder's lock as shared: file systems move the entry, and a
 * listing may miss it or return it twice. So does a writer of a record that expires. A listing that must not miss a name, and a
 * certification that no record expires, take the lock alone.
 */
export class FolderLocks {
  readonly #layout: Layout;
  readonly #locks: KernelLocks;

  constructor(layout: Layout, locks: KernelLocks) {
    this.#layout = layout;
    this.#locks = locks;
  }

  /**
   * Runs work under the shared lock of a folder, synchronously where the lock is free. The work must be synchronous: the kernel does not
   * exclude operations of the same process.
   *
   * @throws {LockTimeoutError} `LOCK_TIMEOUT`.
   */
  runShared<T>(folder: string, work: () => T): Awaitable<T> {
    const release = this.tryShare(folder);
    return release ? runAndRelease(release, work) : this.#runSharedLater(folder, work);
  }

  /** Takes the shared lock of a folder if it is free. */
  tryShare(folder: string): Release | undefined {
    return this.#locks.tryShare("folder", this.#nameOf(folder));
  }

  async #runSharedLater<T>(folder: string, work: () => T): Promise<T> {
    const deadline = realTime.elapsed() + COMMIT_TIMEOUT_MS;
    while (realTime.elapsed() < deadline) {
      await realTime.delay(PAUSE_MS);
      const release = this.tryShare(folder);
      if (release) return runAndRelease(release, work);
    }
    throw new LockTimeoutError(folder, COMMIT_TIMEOUT_MS, {});
  }

  /** Runs work under the exclusive lock of a folder if the lock is free; tells whether it ran. */
  tryRunExclusive(folder: string, work: () => void): boolean {
    const lock = this.#locks.tryLock("folder", this.#nameOf(folder));
    if (lock) runAndRelease(() => lock.release(), work);
    return lock !== undefined;
  }

  /** Takes the exclusive lock of a folder; `undefined` where locking is impossible or times out. */
  async lockExclusive(folder: string): Promise<Release | undefined> {
    if (!existsSync(this.#layout.reserved)) return undefined; // This library has never written here.
    // A separate open file: the kernel does not exclude users of the same one.
    const own = new KernelLocks(this.#layout);
    const deadline = realTime.elapsed() + COMMIT_TIMEOUT_MS;
    try {
      for (let tries = 1; realTime.elapsed() < deadline; tries++) {
        if (own.tryLock("folder", this.#nameOf(folder))) return () => own.close();
        if (tries % TRIES === 0) await realTime.delay(PAUSE_MS);
      }
    } catch {
      // The store is read-only: nothing can be locked.
    }
    own.close();
    return undefined;
  }

  /** Name of a folder relative to the store, which is the same for processes that mount the store at different paths. */
  #nameOf(folder: string): string {
    return folder.slice(this.#layout.baseDir.length);
  }
}

function runAndRelease<T>(release: Release, work: () => T): T {
  try {
    return work();
  } finally {
    release();
  }
}
