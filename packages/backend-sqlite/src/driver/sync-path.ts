import { closeSync, fsyncSync, openSync } from "node:fs";
import { open } from "node:fs/promises";
import { dirname } from "node:path";

/** Error codes of systems that do not sync folders, or do not open them. */
const REFUSALS: readonly (string | undefined)[] = ["EPERM", "EINVAL", "EISDIR", "EACCES", "ENOTSUP"];

/** Syncs a file to the disk. A missing file is ignored. */
export async function syncFile(path: string): Promise<void> {
  try {
    await using file = await open(path, "r+");
    await file.sync();
  } catch (error) {
    if (codeOf(error) !== "ENOENT") throw error;
  }
}

/** Syncs the names in a folder to the disk, where the system supports it. */
export async function syncFolder(path: string): Promise<void> {
  try {
    await using folder = await open(path, "r");
    await folder.sync();
  } catch (error) {
    if (!REFUSALS.includes(codeOf(error))) throw error;
  }
}

/**
 * Syncs the names of new folders to the disk.
 *
 * @param first the outermost of the new folders; `last` is the innermost.
 */
export function syncNewFolders(first: string, last: string): void {
  for (let made = last; ; made = dirname(made)) {
    syncFolderNow(dirname(made));
    if (made === first || made === dirname(made)) return;
  }
}

function syncFolderNow(path: string): void {
  let fd: number | undefined;
  try {
    fd = openSync(path, "r");
    fsyncSync(fd);
  } catch (error) {
    if (!REFUSALS.includes(codeOf(error))) throw error;
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}
