import { type Acquire, type LockOptions, lockMixin, MutexTable } from "@results-manager/core/internal";
import type { Constructor } from "@results-manager/core/storage";
import type { FileStorage } from "./file-storage.ts";

/**
 * Serializes operations on a key across all processes that share the store. The kernel frees the locks of a process that ends. Re-entrant;
 * an operation on several keys takes their locks in order.
 *
 * Single reads and writes are atomic without it; it protects read-modify-write operations from each other.
 *
 * @throws {RangeError} when `timeoutMs` is not a non-negative number of milliseconds.
 */
export function CrossProcessLockMixin<TBase extends Constructor<FileStorage>>(
  Base: TBase,
  options: LockOptions = {},
): TBase {
  return lockMixin<FileStorage, TBase>(Base, { open, locksOf: (keys) => keys }, options);
}

function open(storage: FileStorage): Acquire {
  // Kernel locks exclude other processes only: a mutex serializes the operations of this process first.
  const flows = new MutexTable();
  return async (key, { timeoutMs, signal }) => {
    const locks = await storage.openLocks();
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
