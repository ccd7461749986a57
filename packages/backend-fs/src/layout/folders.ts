import fs, { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { StorageError } from "@results-manager/core";
import { makeFolders } from "@results-manager/core/storage";

type FsExtra = Pick<typeof import("fs-extra"), "ensureDirSync" | "removeSync">;

let loaded: FsExtra | undefined;

/**
 * Makes a folder and its missing parents; returns the first one that was missing, `undefined` where there was none. Only a store whose
 * parents are missing, too, needs fs-extra.
 */
export function ensureFolder(path: string): string | undefined {
  if (existsSync(path)) return undefined;
  let first = path;
  while (dirname(first) !== first && !existsSync(dirname(first))) first = dirname(first);
  makeFolders(first);
  if (first !== path) fsExtra().ensureDirSync(path);
  return first;
}

/** Parents of every folder from `first` down to `last`, which is `first` or lies below it. */
export function foldersBetween(first: string, last: string): string[] {
  const parents: string[] = [];
  for (let at = last; at.length >= first.length; at = dirname(at)) parents.push(dirname(at));
  return parents;
}

/** Removes a folder or file with everything in it; a link, not the folder that it leads to. Nothing happens where there is none. */
export function removeFolder(path: string): void {
  fsExtra().removeSync(path);
}

/**
 * Loads fs-extra on first use, since importing it takes as long as a hundred writes. Its dependency graceful-fs replaces four functions of
 * the whole process: in a worker thread that has loaded it, for example, `process.cwd()` does not follow the main thread any more. They
 * are put back; what is used of fs-extra needs none of them.
 *
 * @throws {StorageError} if it cannot be loaded.
 */
function fsExtra(): FsExtra {
  if (loaded) return loaded;
  const { cwd, chdir } = process;
  const { close, closeSync } = fs;
  try {
    loaded = createRequire(import.meta.url)("fs-extra") as FsExtra;
    return loaded;
  } catch (cause) {
    throw new StorageError("Work on folders needs the package 'fs-extra', which could not be loaded.", { cause });
  } finally {
    Object.assign(process, { cwd, chdir });
    Object.assign(fs, { close, closeSync });
  }
}
