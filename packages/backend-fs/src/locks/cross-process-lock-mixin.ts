import { type Acquire, type Constructor, type LockOptions, lockMixin, MutexTable } from "@results-manager/core";
import type { FileStorage } from "../file-storage.ts";

/**
 * Lets one operation at a time work on a key, of all processes that share the store. The kernel frees the lock of a process
 * that dies. Re-entrant; an operation on several keys takes them in order.
 *
 * Single reads and writes are atomic without it; it keeps operations that read, work and write from colliding.
 *
 * @throws {RangeError} when `timeoutMs` is not a number of milliseconds from 0.
 */
export function CrossProcessLockMixin<TBase extends Constructor<FileStorage>>(
  Base: TBase,
  options: LockOptions = {},
): TBase {
  return lockMixin<FileStorage, TBase>(Base, { open, locksOf: (keys) => keys }, options);
}

function open({ locks }: FileStorage): Acquire {
  // The kernel tells processes apart, not the flows of one: those take turns among themselves first.
  const flows = new MutexTable();
  return async (key, { timeoutMs, signal }) => {
    const slot = locks.slotOf(key);
    const releaseFlow = await flows.acquire(slot, { timeoutMs, signal });
    try {
      const lock = await locks.lock("operation", key, timeoutMs, signal);
      return () => {
        lock.release();
        releaseFlow();
      };
    } catch (error) {
      releaseFlow();
      throw error;
    }
  };
}
