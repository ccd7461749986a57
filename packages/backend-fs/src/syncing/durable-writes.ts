import { close, closeSync, fdatasync, fsync, open, openSync, rmSync, writeSync } from "node:fs";
import * as handles from "node:fs/promises";
import { promisify } from "node:util";
import type { StorageError } from "@results-manager/core";
import { fileSystemError } from "../errors/file-system-error.ts";
import { systemCode } from "../errors/system-code.ts";
import type { FileContent } from "../reading/file-content.ts";

const openAsync = promisify(open);
const closeAsync = promisify(close);
const fsyncAsync = promisify(fsync);
const fdatasyncAsync = promisify(fdatasync);

/** Number of files synced concurrently; more would gain nothing and need more descriptors. */
const MAX_CONCURRENCY = 32;
/** Error codes of systems that do not sync folders: Windows, some network drives and FUSE. */
const NO_FOLDER_SYNC = ["EPERM", "EACCES", "EINVAL", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EISDIR", "EBADF"];
/** Node's permission model refuses to sync file descriptors, but allows file handles. */
const BY_HANDLE = process.permission !== undefined;

/** Writes a new file and waits until it is synced to the disk. The file is removed if that fails. */
export async function writeDurably(path: string, content: FileContent): Promise<void> {
  const file = BY_HANDLE ? await handles.open(path, "wx") : openSync(path, "wx");
  try {
    try {
      // Writing into the page cache takes microseconds: only the sync is worth a round trip through the thread pool.
      writeContent(typeof file === "number" ? file : file.fd, content);
      await (typeof file === "number" ? fdatasyncAsync(file) : file.datasync());
    } finally {
      if (typeof file === "number") closeSync(file);
      else await file.close();
    }
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  }
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
export async function syncFolders(folders: Iterable<string>): Promise<ReadonlyMap<string, StorageError>> {
  const failed = new Map<string, StorageError>();
  await forEachConcurrently([...folders], async (folder) => {
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
    await unlessRefused(fsyncAsync(fd));
  } finally {
    await closeAsync(fd);
  }
}

async function syncByHandle(folder: string): Promise<void> {
  const handle = await handles.open(folder, "r");
  try {
    await unlessRefused(handle.sync());
  } finally {
    await handle.close();
  }
}

async function unlessRefused(syncing: Promise<void>): Promise<void> {
  try {
    await syncing;
  } catch (error) {
    if (!NO_FOLDER_SYNC.includes(systemCode(error) ?? "")) throw error;
  }
}

function writeContent(fd: number, { text, bytes }: FileContent): void {
  writeWhole(fd, Buffer.from(text));
  if (bytes) writeWhole(fd, bytes);
}

function writeWhole(fd: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at);
}

/** Runs a task for every item, with bounded concurrency. */
export async function forEachConcurrently<T>(
  items: readonly T[],
  task: (item: T, index: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length) {
      const index = next++;
      await task(items[index] as T, index);
    }
  };
  await Promise.all(Array.from({ length: Math.min(MAX_CONCURRENCY, items.length) }, worker));
}
