import type { Constructor } from "../storage/constructor.ts";
import type { StorageBase } from "../storage/storage-base.ts";
import { lockMixin } from "./lock-mixin.ts";
import type { LockOptions } from "./lock-options.ts";
import { MutexTable } from "./mutex-table.ts";

/**
 * Lets one operation at a time work on a key, within this process; other keys go on in parallel.
 *
 * Re-entrant; an operation on several keys takes them in order. The table of locks shrinks when idle. Operations about the
 * whole store (listing, clearing) take no lock.
 *
 * @throws {RangeError} when `timeoutMs` is not a number of milliseconds from 0.
 */
export function PerKeyLockMixin<TBase extends Constructor<StorageBase>>(Base: TBase, options: LockOptions = {}): TBase {
  return lockMixin<StorageBase, TBase>(Base, { open: MutexTable.open, locksOf: (keys) => keys }, options);
}
