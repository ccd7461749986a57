import { existsSync } from "node:fs";
import { type Awaitable, LockTimeoutError, type Release, realTime } from "@results-manager/core";
import type { Layout } from "../layout/layout.ts";
import { COMMIT_TIMEOUT_MS, KernelLocks } from "./kernel-locks.ts";

const PAUSE_MS = 1;
/** How often a lock is tried for in a row: those who share it hold it for microseconds, one after the other. */
const TRIES = 50;

/**
 * Locks on folders, between processes. Those who put a file in the place of another share a folder's lock: file systems move its entry, and
 * may hide it from a listing, or show it twice. Those who put a record there that expires share it, too. A listing that must not miss a
 * name, and a certificate that none expires, keep them out.
 */
export class FolderLocks {
  readonly #layout: Layout;
  readonly #locks: KernelLocks;

  constructor(layout: Layout, locks: KernelLocks) {
    this.#layout = layout;
    this.#locks = locks;
  }

  /**
   * Does something that others may do at the same time in the folder, but no listing; at once where none keeps it waiting. It must be done
   * when it returns: the kernel does not tell apart the flows of this store.
   *
   * @throws {LockTimeoutError} `LOCK_TIMEOUT`.
   */
  shared<T>(folder: string, work: () => T): Awaitable<T> {
    const release = this.#locks.tryShare("folder", this.#nameOf(folder));
    return release ? during(release, work) : this.#sharedLater(folder, work);
  }

  async #sharedLater<T>(folder: string, work: () => T): Promise<T> {
    const deadline = realTime.elapsed() + COMMIT_TIMEOUT_MS;
    while (realTime.elapsed() < deadline) {
      await realTime.delay(PAUSE_MS);
      const release = this.#locks.tryShare("folder", this.#nameOf(folder));
      if (release) return during(release, work);
    }
    throw new LockTimeoutError(folder, COMMIT_TIMEOUT_MS, {});
  }

  /** Does something alone, if that can be done at once; tells whether it was. */
  tryAlone(folder: string, work: () => void): boolean {
    const lock = this.#locks.tryLock("folder", this.#nameOf(folder));
    if (lock) during(() => lock.release(), work);
    return lock !== undefined;
  }

  /** Gets a folder for itself, however long it takes; `undefined` where there can be no locks, or it never gets its turn. */
  async alone(folder: string): Promise<Release | undefined> {
    if (!existsSync(this.#layout.reserved)) return undefined; // Nothing of ours has written here.
    // A file of its own: within one, the kernel lets all of a process through.
    const own = new KernelLocks(this.#layout);
    const deadline = realTime.elapsed() + COMMIT_TIMEOUT_MS;
    try {
      for (let tries = 1; realTime.elapsed() < deadline; tries++) {
        if (own.tryLock("folder", this.#nameOf(folder))) return () => own.close();
        if (tries % TRIES === 0) await realTime.delay(PAUSE_MS);
      }
    } catch {
      // The store is only read: nothing can be locked.
    }
    own.close();
    return undefined;
  }

  /** The same for all who have the store open, wherever they see it. */
  #nameOf(folder: string): string {
    return folder.slice(this.#layout.baseDir.length);
  }
}

function during<T>(release: Release, work: () => T): T {
  try {
    return work();
  } finally {
    release();
  }
}
