import { accessSync, constants, statSync } from "node:fs";
import { dirname } from "node:path";
import { realTime, StorageError } from "@results-manager/core";
import { syncFolders } from "./durable-writes.ts";

/** How many folders are remembered to be on the disk. */
const MOST_REMEMBERED = 4096;
/** A folder above the store that is older has long been written out by the system. */
const YOUNG_MS = 3_600_000;

/**
 * The folders of a store whose names have reached the disk, and those whose names have not. A record is not on the disk before the names
 * of all folders on the way to it are, whichever process made them.
 */
export class FolderSyncs {
  readonly #baseDir: string;
  /** Folders whose names are in their parents for good. */
  readonly #durable = new Set<string>();
  /** Folders that hold names to be synced before the next write is acknowledged. */
  readonly #pending = new Set<string>();
  /** The store's folder and those it lies in, as far as they are young. */
  #above: readonly string[] | undefined;

  constructor(baseDir: string) {
    this.#baseDir = baseDir;
  }

  /** Notes folders in which names were made that are not synced yet. */
  note(folders: Iterable<string>): void {
    for (const folder of folders) this.#pending.add(folder);
  }

  /** Notes that a folder was found gone: if it is there again, others have made it. */
  forget(folder: string): void {
    for (const each of this.#wayTo(folder)) this.#durable.delete(each);
  }

  /** Waits until the names in folders, and those of the folders themselves, have reached the disk; returns what failed, by folder. */
  async sync(folders: ReadonlySet<string>): Promise<ReadonlyMap<string, StorageError>> {
    const all = new Set([...this.#pending, ...folders]);
    const made: string[] = [];
    for (const folder of all) for (const each of this.#wayTo(folder)) if (!this.#durable.has(each)) made.push(each);
    for (const folder of made) all.add(dirname(folder));
    const failed = await syncFolders(all);
    if (failed.size > 0) return failed;
    this.#pending.clear();
    if (this.#durable.size + made.length > MOST_REMEMBERED) this.#durable.clear();
    for (const folder of made) this.#durable.add(folder);
    return failed;
  }

  /** A folder and those it lies in, up to the store's own and beyond. */
  *#wayTo(folder: string): Generator<string, void, undefined> {
    for (let at = folder; at.length > this.#baseDir.length; at = dirname(at)) yield at;
    this.#above ??= [...youngFolders(this.#baseDir)];
    yield* this.#above;
  }
}

/** A folder and those it lies in, as long as another process may just have made them. */
function* youngFolders(folder: string): Generator<string, void, undefined> {
  for (let at = folder; dirname(at) !== at && isYoung(at) && isReadable(dirname(at)); at = dirname(at)) yield at;
}

function isYoung(folder: string): boolean {
  const found = statSync(folder, { throwIfNoEntry: false });
  return found !== undefined && realTime.now() - found.birthtimeMs < YOUNG_MS;
}

/** What cannot be opened cannot be synced, and is another user's. */
function isReadable(folder: string): boolean {
  try {
    accessSync(folder, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}

/** The error of a record that was changed in a folder whose names could not be brought to the disk; `undefined` where they were. */
export function undurable(
  failed: ReadonlyMap<string, StorageError>,
  folder: string,
  key: string,
  what: string,
): StorageError | undefined {
  for (const [at, failure] of failed) {
    if (folder !== at && !folder.startsWith(`${at}/`)) continue;
    return new StorageError(
      `'${key}' ${what}, but may not be after the machine loses power: ${failure.message}`,
      { id: key, cause: failure.cause },
      "STORAGE_FAILED",
    );
  }
  return undefined;
}
