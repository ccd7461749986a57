import { closeSync, fsyncSync, openSync } from "node:fs";
import { open } from "node:fs/promises";
import { dirname } from "node:path";

/** What systems answer that do not sync folders, or do not let them be opened. */
const REFUSALS: readonly (string | undefined)[] = ["EPERM", "EINVAL", "EISDIR", "EACCES", "ENOTSUP"];

/** Brings to the disk what has been written to a file. One that is not there has nothing to be synced. */
export async function syncFile(path: string): Promise<void> {
  try {
    await using file = await open(path, "r+");
    await file.sync();
  } catch (error) {
    if (codeOf(error) !== "ENOENT") throw error;
  }
}

/** Brings to the disk which names a folder holds, where the system does such. */
export async function syncFolder(path: string): Promise<void> {
  try {
    await using folder = await open(path, "r");
    await folder.sync();
  } catch (error) {
    if (!REFUSALS.includes(codeOf(error))) throw error;
  }
}

/**
 * Brings to the disk the names of folders that have been made.
 *
 * @param first the outermost of them, which the last lies in.
 */
export function syncMadeFolders(first: string, last: string): void {
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
