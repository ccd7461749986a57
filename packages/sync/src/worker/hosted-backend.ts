import type { AsyncResultsBackend } from "@results-manager/core";
import type { RecordAccess } from "@results-manager/core/internal";
import { StorageBase } from "@results-manager/core/storage";

/** A backend that is used both by its face and as a storage. */
export type HostedBackend = StorageBase & AsyncResultsBackend;

/** Returns access to the records of a storage. */
export function accessTo(storage: StorageBase): RecordAccess {
  return { storage, together: (keys, intent, task) => StorageBase.operate(storage, keys, intent, task) };
}
