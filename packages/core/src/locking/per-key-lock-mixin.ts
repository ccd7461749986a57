import type { Constructor } from "../storage/constructor.ts";
import type { StorageBase } from "../storage/storage-base.ts";
import { lockMixin } from "./lock-mixin.ts";
import type { LockOptions } from "./lock-options.ts";
import { MutexTable } from "./mutex-table.ts";

/**
 * Serializes the operations on each key within this process; operations on different keys run in parallel.
 *
 * Re-entrant. An operation on several keys locks them in code-point order. Unused locks take no memory. Operations on the whole store
 * (listing, clearing) take no lock.
 *
 * @throws {RangeError} when `timeoutMs` is not a number of milliseconds from 0.
 */
export function PerKeyLockMixin<TBase extends Constructor<StorageBase>>(Base: TBase, options: LockOptions = {}): TBase {
  return lockMixin<StorageBase, TBase>(Base, { open: MutexTable.open, locksOf: (keys) => keys }, options);
}
