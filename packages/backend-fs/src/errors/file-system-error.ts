import { StorageError } from "@results-manager/core";
import { systemCode } from "./system-code.ts";

const FULL = ["ENOSPC", "EDQUOT"];
const READ_ONLY = ["EROFS", "EACCES", "EPERM"];
/** Actions that only read: their refusal does not show whether the store is writable. */
const READING = ["read", "inspect", "list"];

/** Creates an error that says which action failed on which path, and why; the system's error is the cause. */
export function fileSystemError(error: unknown, doing: string, path: string, id?: string): StorageError {
  if (error instanceof StorageError) return error;
  const code = systemCode(error) ?? "";
  const reason = error instanceof Error ? error.message : String(error);
  const details = { id, cause: error };
  const failed = `Could not ${doing} '${path}'`;
  if (FULL.includes(code)) {
    const rest = "The file is unchanged; other records of the same call may have been written";
    return new StorageError(`${failed}: the disk is full (${reason}). ${rest}.`, details, "STORAGE_FULL");
  }
  if (!READ_ONLY.includes(code)) return new StorageError(`${failed}: ${reason}.`, details);
  if (READING.includes(doing)) {
    return new StorageError(`${failed}: this user may not read it. Check its permissions (${reason}).`, details);
  }
  const advice = "the store is not writable. Check its permissions, or where it is mounted";
  return new StorageError(`${failed}: ${advice} (${reason}).`, details, "STORAGE_READ_ONLY");
}
