import { existsSync } from "node:fs";
import { fileSystemError } from "../errors/file-system-error.ts";
import { statWithoutFollowing } from "./odd-file.ts";

/**
 * Tells whether anything is at a path, even a dangling link.
 *
 * @param isLikely chooses the call that is faster for a path that exists.
 * @throws {StorageError} `STORAGE_FAILED` when this user may not access the path.
 */
export function pathExists(path: string, id: string, isLikely = true): boolean {
  try {
    return (isLikely && existsSync(path)) || statWithoutFollowing(path) !== undefined;
  } catch (error) {
    throw fileSystemError(error, "inspect", path, id);
  }
}
