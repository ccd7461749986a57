import type { StorageAccess } from "../storage/storage-access.ts";
import type { StorageBase } from "../storage/storage-base.ts";

/** Records of a storage, and its locks. */
export interface RecordAccess {
  readonly storage: StorageBase;
  /** Runs a task under the locks of the storage; see `StorageAccess.together`. */
  readonly together: StorageAccess["together"];
}
