import { StorageError } from "@results-manager/core";

/** Error of a record that was changed in a folder that could not be synced; `undefined` where it was synced. */
export function durabilityError(
  failed: ReadonlyMap<string, StorageError>,
  folder: string,
  key: string,
  what: string,
): StorageError | undefined {
  for (const [at, failure] of failed) {
    if (folder !== at && !folder.startsWith(`${at}/`)) continue;
    return new StorageError(
      `'${key}' ${what}, but may be lost if the machine loses power: ${failure.message}`,
      { id: key, cause: failure.cause },
      "STORAGE_FAILED",
    );
  }
  return undefined;
}
