import type { Constructor } from "../storage/constructor.ts";
import type { StorageBase } from "../storage/storage-base.ts";
import { lockMixin } from "./lock-mixin.ts";
import type { LockOptions } from "./lock-options.ts";
import { MutexTable } from "./mutex-table.ts";

const WHOLE_STORE: readonly string[] = ["the whole store"];

/**
 * Serializes the operations on a store within this process, in the order of the calls. Re-entrant.
 *
 * @throws {RangeError} when `timeoutMs` is not a number of milliseconds from 0.
 */
export function SerializingMixin<TBase extends Constructor<StorageBase>>(
  Base: TBase,
  options: LockOptions = {},
): TBase {
  return lockMixin<StorageBase, TBase>(Base, { open: MutexTable.open, locksOf: () => WHOLE_STORE }, options);
}
