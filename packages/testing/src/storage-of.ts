import type { StorageBackend } from "@results-manager/core/storage";

/** Returns the storage primitive of a face. */
export function storageOf(face: object): StorageBackend {
  const { storage = face } = face as { readonly storage?: object };
  return storage as StorageBackend;
}
