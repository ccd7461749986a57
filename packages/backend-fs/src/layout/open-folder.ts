import { type Stats, statSync } from "node:fs";
import { join } from "node:path";
import { StorageError, StoreNotFoundError } from "@results-manager/core";
import { fileSystemError } from "../errors/file-system-error.ts";
import type { Spelling } from "../naming/file-names.ts";
import { ensureFolder, foldersBetween } from "./folders.ts";
import { readLayout } from "./layout-file.ts";
import { RESERVED_FOLDER } from "./reserved-folder.ts";

/** Folder of a store that was found, or made. */
export interface OpenedFolder {
  readonly baseDir: string;
  /** Spelling that the layout of the store tells, if it has one. */
  readonly spelling: Spelling | undefined;
  /** Folders that contain folders which were made. */
  readonly changed: readonly string[];
}

/** Options for opening a folder. */
export interface FolderOptions {
  readonly createIfMissing: boolean;
  readonly readOnly?: boolean;
}

/**
 * Opens the folder of a store, and makes it if it is missing.
 *
 * @throws {StoreNotFoundError} `STORE_NOT_FOUND` when there is no folder and none is made.
 * @throws {StoreTooNewError} `STORE_TOO_NEW` when a newer release has made the store.
 * @throws {StorageError} when the folder cannot be made, or the path is a file.
 */
export function openFolder(baseDir: string, { createIfMissing, readOnly = false }: FolderOptions): OpenedFolder {
  if (isFolder(baseDir)) return { baseDir, spelling: readLayout(join(baseDir, RESERVED_FOLDER)), changed: [] };
  if (readOnly) throw new StoreNotFoundError(baseDir, "open it once without readOnly");
  if (!createIfMissing) throw new StoreNotFoundError(baseDir);
  try {
    const first = ensureFolder(baseDir);
    return { baseDir, spelling: undefined, changed: first === undefined ? [] : foldersBetween(first, baseDir) };
  } catch (error) {
    throw fileSystemError(error, "create the folder", baseDir);
  }
}

function isFolder(path: string): boolean {
  const found = stat(path);
  if (!found || found.isDirectory()) return found !== undefined;
  const cause = Object.assign(new Error(`ENOTDIR: not a directory, open '${path}'`), { code: "ENOTDIR", path });
  throw new StorageError(`A store needs a folder, but '${path}' is a file. Choose another path.`, { cause });
}

function stat(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    throw fileSystemError(error, "open the store in", path);
  }
}
