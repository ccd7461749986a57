import type { Release } from "@results-manager/core/internal";
import type { Awaitable } from "@results-manager/core/storage";
import type { FolderLocks } from "./folder-locks.ts";

/** Maximum number of pieces of work under one lock: a listing must find the lock free now and then. */
const MAX_WORK = 16;

/**
 * Keeps the shared lock of a folder for several pieces of work, one after the other without a pause. The owner ends the run before it waits
 * for anything, because the kernel does not exclude other operations of the process.
 */
export class FolderRun {
  readonly #locks: FolderLocks;
  #folder: string | undefined;
  #release: Release | undefined;
  #left = 0;

  constructor(locks: FolderLocks) {
    this.#locks = locks;
  }

  /** Runs work under the lock of a folder; see {@link FolderLocks.runShared}. */
  run<T>(folder: string, work: () => T): Awaitable<T> {
    if (folder !== this.#folder || this.#left === 0) {
      this.end();
      this.#release = this.#locks.tryShare(folder);
      if (!this.#release) return this.#locks.runShared(folder, work);
      this.#folder = folder;
      this.#left = MAX_WORK;
    }
    this.#left--;
    return work();
  }

  /** Releases the lock. */
  end(): void {
    this.#release?.();
    this.#release = undefined;
    this.#folder = undefined;
  }
}
