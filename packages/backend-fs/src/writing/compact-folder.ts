import type { Dirent } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { ResultsError } from "@results-manager/core";
import { fileSystemError } from "../errors/file-system-error.ts";
import { systemCode } from "../errors/system-code.ts";
import type { Layout } from "../layout/layout.ts";
import { isOwnFolder } from "../layout/reserved-folder.ts";
import type { KernelLocks } from "../locks/kernel-locks.ts";
import { sweepSessions, type TempSession } from "../locks/temp-session.ts";

/** Error codes of an entry that is gone, or that this user may not access. */
const UNSEEN: readonly (string | undefined)[] = ["ENOENT", "EACCES", "EPERM"];

/** Parts of a store that compaction needs. */
export interface FolderParts {
  readonly layout: Layout;
  readonly locks: KernelLocks;
  readonly session: TempSession;
}

/**
 * Removes the temp files of dead processes; returns their size in bytes. Empty folders stay, since they may belong to other programs.
 *
 * @throws {StorageError} `STORAGE_FAILED` where the temp folder is not a folder or cannot be read.
 */
export async function compactFolder({ layout, locks, session }: FolderParts): Promise<number> {
  const { reserved, tempFolder } = layout;
  const measure = async (): Promise<number> =>
    isOwnFolder(reserved) && isOwnFolder(tempFolder) ? bytesBelow(tempFolder) : 0;
  try {
    const before = await measure();
    sweepSessions(layout, locks, session.openName);
    return Math.max(0, before - (await measure()));
  } catch (error) {
    throw error instanceof ResultsError ? error : fileSystemError(error, "list", tempFolder);
  }
}

async function bytesBelow(folder: string): Promise<number> {
  let bytes = 0;
  for (const entry of await entriesOf(folder)) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) bytes += await bytesBelow(path);
    else if (entry.isFile()) bytes += await stat(path).then(({ size }) => size, ifUnseen(0));
  }
  return bytes;
}

async function entriesOf(folder: string): Promise<readonly Dirent[]> {
  return readdir(folder, { withFileTypes: true }).catch(ifUnseen<readonly Dirent[]>([]));
}

function ifUnseen<T>(instead: T): (error: unknown) => T {
  return (error) => {
    if (!UNSEEN.includes(systemCode(error))) throw error;
    return instead;
  };
}
