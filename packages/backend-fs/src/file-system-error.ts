import { StorageError } from "@results-manager/core";

const FULL = ["ENOSPC", "EDQUOT"];
const READ_ONLY = ["EROFS", "EACCES", "EPERM"];

/** The code of a system error, or `undefined` for anything else. */
export function systemCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

/** Says what could not be done, to what, and why; the system's error is the cause. */
export function fileSystemError(error: unknown, doing: string, path: string, id?: string): StorageError {
  if (error instanceof StorageError) return error;
  const code = systemCode(error) ?? "";
  const reason = error instanceof Error ? error.message : String(error);
  const details = { id, cause: error };
  if (FULL.includes(code)) {
    return new StorageError(
      `Could not ${doing} '${path}': the disk is full (${reason}). Nothing was changed.`,
      details,
      "STORAGE_FULL",
    );
  }
  if (READ_ONLY.includes(code)) {
    const advice = "the store is not writable. Check its permissions, or where it is mounted";
    return new StorageError(`Could not ${doing} '${path}': ${advice} (${reason}).`, details, "STORAGE_READ_ONLY");
  }
  return new StorageError(`Could not ${doing} '${path}': ${reason}.`, details);
}
