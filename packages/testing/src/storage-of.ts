import type { StorageBackend } from "@results-manager/core/storage";

/** Returns the storage primitive of a face. */
export function storageOf(face: object): StorageBackend {
  return (face as { readonly storage: StorageBackend }).storage;
}
