import type { Awaitable } from "@results-manager/core/storage";
import type { FolderRun } from "../locks/folder-run.ts";
import { COMMIT_TIMEOUT_MS } from "../locks/kernel-locks.ts";
import type { KernelLock } from "../locks/lock-file.ts";
import { discardAndThrow } from "./temp-files.ts";
import type { Draft, WriteBatch } from "./write-batch.ts";

/** Runs work under the lock of a key, synchronously where the lock is free. The work checks `isValid` before it changes a record. */
export function withKeyLock<T>(
  { store: { locks }, run }: WriteBatch,
  key: string,
  work: (lock: KernelLock) => Awaitable<T>,
): Awaitable<T> {
  const lock = locks.tryCommitLock(key);
  return lock
    ? runThenRelease(lock, work)
    : locks
        .lock("commit", key, COMMIT_TIMEOUT_MS)
        .then((late) => runThenRelease(late, work))
        .finally(() => run?.end());
}

/**
 * Runs work that no listing or certification of the folder may interleave with. If the lock cannot be taken, the temp file is removed.
 *
 * @param run keeps the lock for the next record; only for a caller that does not wait for anything in between.
 */
export function withFolderLock<T>(
  { store }: WriteBatch,
  { folder }: Draft,
  temp: string,
  work: () => T,
  run?: FolderRun,
): Awaitable<T> {
  try {
    const done = run ? run.run(folder, work) : store.folders.runShared(folder, work);
    return done instanceof Promise ? done.catch((error: unknown) => discardAndThrow(temp, error)) : done;
  } catch (error) {
    return discardAndThrow(temp, error);
  }
}

function runThenRelease<T>(lock: KernelLock, work: (lock: KernelLock) => Awaitable<T>): Awaitable<T> {
  let done: Awaitable<T> | undefined;
  try {
    done = work(lock);
    return done instanceof Promise ? done.finally(() => lock.release()) : done;
  } finally {
    if (!(done instanceof Promise)) lock.release();
  }
}
