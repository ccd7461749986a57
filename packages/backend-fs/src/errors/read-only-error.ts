import { StorageError } from "@results-manager/core";

/** Creates the error of a write to a store that was opened read-only. */
export function readOnlyError(path: string, id?: string): StorageError {
  const text = `Could not write '${path}': the store was opened with readOnly: true. Open it without, or write to another store.`;
  return new StorageError(text, { id }, "STORAGE_READ_ONLY");
}
