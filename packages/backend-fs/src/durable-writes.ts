import { close, closeSync, fdatasync, fsync, open, openSync, unlinkSync, writeSync } from "node:fs";
import { promisify } from "node:util";
import type { FileContent } from "./file-content.ts";

const openAsync = promisify(open);
const closeAsync = promisify(close);
const fsyncAsync = promisify(fsync);
const fdatasyncAsync = promisify(fdatasync);

/** How many files are synced at once: more gains nothing, and needs descriptors. */
const IN_FLIGHT = 32;

/** Writes a file and waits until it has reached the disk. What fails is removed again. */
export async function writeDurably(path: string, { text, bytes }: FileContent): Promise<void> {
  const fd = openSync(path, "wx");
  try {
    try {
      // Into the page cache, which takes microseconds: only the sync is worth a trip through the thread pool.
      writeWhole(fd, Buffer.from(text));
      if (bytes) writeWhole(fd, bytes);
      await fdatasyncAsync(fd);
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    unlinkSync(path);
    throw error;
  }
}

function writeWhole(fd: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at);
}

/** Waits until the names in the folders have reached the disk. A folder that is gone by now has none. */
export async function syncFolders(folders: Iterable<string>): Promise<void> {
  await inFlight([...folders], async (folder) => {
    let fd: number;
    try {
      fd = await openAsync(folder, "r");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
      throw error;
    }
    try {
      await fsyncAsync(fd);
    } finally {
      await closeAsync(fd);
    }
  });
}

/** Runs a task for every item, a bounded number at a time. */
export async function inFlight<T>(items: readonly T[], task: (item: T, index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length) {
      const index = next++;
      await task(items[index] as T, index);
    }
  };
  await Promise.all(Array.from({ length: Math.min(IN_FLIGHT, items.length) }, worker));
}
