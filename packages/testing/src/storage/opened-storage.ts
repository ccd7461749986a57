import type { StorageBackend } from "@results-manager/core/storage";
import { onNewStore, type Surroundings } from "../on-new-store.ts";
import type { Suite } from "../suite.ts";
import type { OpenStorage, StorageUnderTest } from "./storage-under-test.ts";

/** Parameters of a case: a storage of its own. */
export interface OpenedStorage extends Surroundings<OpenStorage> {
  readonly storage: StorageBackend;
}

/** Suite of a storage. */
export type StorageSuite = Suite<OpenedStorage>;

/** Opens a storage for one case, runs the case, and disposes of the store. */
export function withStorage(
  { open, properties }: StorageUnderTest,
  body: (opened: OpenedStorage) => Promise<void>,
): Promise<void> {
  return onNewStore(open, "storage", properties, ({ storage }, surroundings) => body({ ...surroundings, storage }));
}
