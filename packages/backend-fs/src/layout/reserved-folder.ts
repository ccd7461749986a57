import { closeSync, constants, fstatSync, lstatSync, mkdirSync, openSync, readFileSync, type Stats } from "node:fs";
import { StorageError } from "@results-manager/core";
import { fileSystemError, systemCode } from "../errors/file-system-error.ts";

/** The one folder in a store that holds no results: temp files, locks, leases. No id has a name that starts with a dot. */
export const RESERVED_FOLDER = ".results-manager";

/** Absent on Windows, where links need a privilege. */
const NO_FOLLOW = constants.O_NOFOLLOW ?? 0;
/** A FIFO in the place of a file would be waited for. */
const NO_WAIT = constants.O_NONBLOCK ?? 0;

/**
 * Tells whether a folder of ours is there, itself and not by a link: a store may have been unpacked from an archive of somebody else's
 * making, and what is done in this folder must not be done elsewhere.
 *
 * @throws {StorageError} `STORAGE_FAILED` when something else is in its place, or this user may not look there.
 */
export function isOwnFolder(path: string): boolean {
  const found = look(path);
  if (found && !found.isDirectory()) throw notOurs(path, "a folder", found);
  return found !== undefined;
}

/** Makes a folder of ours unless it is there; tells whether it did. Its parent is there. */
export function makeOwnFolder(path: string): boolean {
  if (isOwnFolder(path)) return false;
  try {
    mkdirSync(path);
    return true;
  } catch (error) {
    if (systemCode(error) === "EEXIST") return makeOwnFolder(path); // Another process was faster.
    throw error;
  }
}

/** Opens a file of ours that is to be read, never through a link; `undefined` where there is none. */
export function readOwnFile(path: string): string | undefined {
  let fd: number;
  try {
    fd = openSync(path, constants.O_RDONLY | NO_FOLLOW | NO_WAIT);
  } catch (error) {
    if (systemCode(error) === "ENOENT") return undefined;
    throw error;
  }
  try {
    return fstatSync(fd).isFile() ? readFileSync(fd, "utf8") : undefined;
  } finally {
    closeSync(fd);
  }
}

/**
 * Opens a file of ours that is locked, never through a link, and makes it where there is none.
 *
 * @throws {StorageError} `STORAGE_FAILED` when something else is in its place.
 */
export function openLockFile(path: string): number {
  const found = lstat(path);
  if (found && !found.isFile()) throw notOurs(path, "a file", found);
  return openSync(path, constants.O_RDWR | constants.O_CREAT | NO_FOLLOW | NO_WAIT, 0o666);
}

function look(path: string): Stats | undefined {
  try {
    return lstat(path);
  } catch (error) {
    throw fileSystemError(error, "look at", path);
  }
}

function lstat(path: string): Stats | undefined {
  return lstatSync(path, { throwIfNoEntry: false });
}

function notOurs(path: string, expected: string, found: Stats): StorageError {
  const kind = found.isSymbolicLink() ? "a symbolic link" : found.isDirectory() ? "a folder" : "something else";
  return new StorageError(
    `'${path}' should be ${expected} of this library, but is ${kind}, which is not followed. Remove it, or choose another store.`,
  );
}
