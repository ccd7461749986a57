import { accessSync, close, constants, fsync, open, statSync } from "node:fs";
import * as handles from "node:fs/promises";
import { dirname } from "node:path";
import { promisify } from "node:util";
import type { StorageError } from "@results-manager/core";
import { realTime } from "@results-manager/core/internal";
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
/** Maximum number of folders that are remembered as synced. */
const MAX_REMEMBERED = 4096;
/** Age after which a folder above the store counts as written to the disk by the system. */
const YOUNG_MS = 3_600_000;

/**
 * Tracks which folders of a store are synced to the disk. A record is durable only once the names of all folders on its path are, whichever
 * process made them.
 */
export class FolderSyncs {
  readonly #baseDir: string;
  /** Folders whose names are synced in their parents. */
  readonly #durable = new Set<string>();
  /** Folders to be synced before the next write is acknowledged. */
  readonly #pending = new Set<string>();
  /** The store's folder and its parents, as far as they were made recently. */
  #above: readonly string[] | undefined;

  constructor(baseDir: string) {
    this.#baseDir = baseDir;
  }

  /** Adds folders that hold names which are not synced yet. */
  note(folders: Iterable<string>): void {
    for (const folder of folders) this.#pending.add(folder);
  }

  /** Forgets a folder that was found missing: if it is there again, another process made it. */
  forget(folder: string): void {
    for (const each of this.#wayTo(folder)) this.#durable.delete(each);
  }

  /** Syncs folders and the folders on the path to them; returns the errors by folder. */
  async sync(folders: ReadonlySet<string>): Promise<ReadonlyMap<string, StorageError>> {
    const all = new Set([...this.#pending, ...folders]);
    const made: string[] = [];
    for (const folder of all) for (const each of this.#wayTo(folder)) if (!this.#durable.has(each)) made.push(each);
    for (const folder of made) all.add(dirname(folder));
    const failed = await syncFolders([...all]);
    if (failed.size > 0) return failed;
    for (const folder of all) this.#pending.delete(folder); // Others were noted meanwhile.
    if (this.#durable.size + made.length > MAX_REMEMBERED) this.#durable.clear();
    for (const folder of made) this.#durable.add(folder);
    return failed;
  }

  /** Returns a folder and its parents up to the store's own, and the recently made ones above it. */
  #wayTo(folder: string): readonly string[] {
    this.#above ??= [...youngFolders(this.#baseDir)];
    const way: string[] = [];
    for (let at = folder; at.length > this.#baseDir.length; at = dirname(at)) way.push(at);
    return way.length === 0 ? this.#above : way.concat(this.#above);
  }
}

/** Yields a folder and its parents for as long as another process may just have made them. */
function* youngFolders(folder: string): Generator<string, void, undefined> {
  for (let at = folder; dirname(at) !== at && isYoung(at) && isReadable(dirname(at)); at = dirname(at)) yield at;
}

function isYoung(folder: string): boolean {
  const found = statSync(folder, { throwIfNoEntry: false });
  return found !== undefined && realTime.now() - found.birthtimeMs < YOUNG_MS;
}

/** Tells whether this user may open a folder; otherwise it belongs to another user and cannot be synced. */
function isReadable(folder: string): boolean {
  try {
    accessSync(folder, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Syncs folders, so that the names in them are on the disk; returns the errors by folder. A folder that is gone is skipped, and so is one
 * that the system does not sync: it is as durable as that system makes it.
 */
async function syncFolders(folders: readonly string[]): Promise<ReadonlyMap<string, StorageError>> {
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
