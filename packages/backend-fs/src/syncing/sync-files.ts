import { close, fsync, open, type Stats } from "node:fs";
import * as handles from "node:fs/promises";
import { promisify } from "node:util";
import type { StorageError } from "@results-manager/core";
import { fileSystemError } from "../errors/file-system-error.ts";
import { systemCode } from "../errors/system-code.ts";

const openAsync = promisify(open);
const closeAsync = promisify(close);
const fsyncAsync = promisify(fsync);

/** Number of files synced concurrently; more would gain nothing and need more descriptors. */
const MAX_CONCURRENCY = 32;
/** Error codes of systems that do not sync folders: Windows, some network drives and FUSE. */
const NO_FOLDER_SYNC = ["EPERM", "EACCES", "EINVAL", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EISDIR", "EBADF"];
/** Node's permission model refuses to sync file descriptors, but allows file handles. */
export const BY_HANDLE: boolean = process.permission !== undefined;

/** Returns the identity of a file, which shows later whether it is still the file that was synced. */
export function identityOf({ ino, mtimeMs, size }: Stats): string {
  return `${ino} ${mtimeMs} ${size}`;
}

/** Syncs an existing file to the disk. */
export async function syncFile(path: string): Promise<void> {
  const handle = await handles.open(path, "r");
  try {
    await handle.datasync();
  } finally {
    await handle.close();
  }
}

/**
 * Syncs folders, so that the names in them are on the disk; returns the errors by folder. A folder that is gone is skipped, and so is one
 * that the system does not sync: it is as durable as that system makes it.
 */
export async function syncFolders(folders: readonly string[]): Promise<ReadonlyMap<string, StorageError>> {
  const failed = new Map<string, StorageError>();
  await forEachConcurrently(folders, async (folder) => {
    try {
      await (BY_HANDLE ? syncByHandle(folder) : syncByDescriptor(folder));
    } catch (error) {
      if (systemCode(error) !== "ENOENT") failed.set(folder, fileSystemError(error, "sync", folder));
    }
  });
  return failed;
}

async function syncByDescriptor(folder: string): Promise<void> {
  const fd = await openAsync(folder, "r");
  try {
    await fsyncAsync(fd);
  } catch (error) {
    throwUnlessRefused(error);
  } finally {
    await closeAsync(fd);
  }
}

async function syncByHandle(folder: string): Promise<void> {
  const handle = await handles.open(folder, "r");
  try {
    await handle.sync();
  } catch (error) {
    throwUnlessRefused(error);
  } finally {
    await handle.close();
  }
}

function throwUnlessRefused(error: unknown): void {
  if (!NO_FOLDER_SYNC.includes(systemCode(error) ?? "")) throw error;
}

/** Runs a task for every item, with bounded concurrency. */
export async function forEachConcurrently<T>(
  items: readonly T[],
  task: (item: T, index: number) => Promise<void>,
): Promise<void> {
  if (items.length === 1) return task(items[0] as T, 0);
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length) {
      const index = next++;
      await task(items[index] as T, index);
    }
  };
  await Promise.all(Array.from({ length: Math.min(MAX_CONCURRENCY, items.length) }, worker));
}
