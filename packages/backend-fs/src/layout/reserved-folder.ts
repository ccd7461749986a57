import { closeSync, constants, fstatSync, lstatSync, mkdirSync, openSync, readFileSync, type Stats } from "node:fs";
import { StorageError } from "@results-manager/core";
import { fileSystemError } from "../errors/file-system-error.ts";
import { systemCode } from "../errors/system-code.ts";

/**
 * Name of the one folder in a store that holds no results, but temp files, locks and leases. No id maps to a name that starts with a dot.
 */
export const RESERVED_FOLDER = ".results-manager";

/** Refuses links; absent on Windows, where links need a privilege. */
const NO_FOLLOW = constants.O_NOFOLLOW ?? 0;
/** Keeps the call from blocking on a FIFO. */
const NO_WAIT = constants.O_NONBLOCK ?? 0;

/**
 * Tells whether a folder of this library exists and is no link. A store may come from an untrusted archive, and writes into this folder
 * must not end up elsewhere.
 *
 * @throws {StorageError} `STORAGE_FAILED` when something else is in its place, or this user may not access it.
 */
export function isOwnFolder(path: string): boolean {
  const found = look(path);
  if (found && !found.isDirectory()) throw wrongFileKind(path, "a folder", found);
  return found !== undefined;
}

/** Makes a folder of this library unless it exists; tells whether it did. The parent must exist. */
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

/** Reads a file of this library, never through a link; `undefined` where there is none. */
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
 * Opens a file of this library to lock it, never through a link, and creates it where there is none.
 *
 * @throws {StorageError} `STORAGE_FAILED` when something else is in its place.
 */
export function openOwnFile(path: string): number {
  const found = lstat(path);
  if (found && !found.isFile()) throw wrongFileKind(path, "a file", found);
  return openSync(path, constants.O_RDWR | constants.O_CREAT | NO_FOLLOW | NO_WAIT, 0o666);
}

function look(path: string): Stats | undefined {
  try {
    return lstat(path);
  } catch (error) {
    throw fileSystemError(error, "inspect", path);
  }
}

function lstat(path: string): Stats | undefined {
  return lstatSync(path, { throwIfNoEntry: false });
}

function wrongFileKind(path: string, expected: string, found: Stats): StorageError {
  const kind = found.isSymbolicLink() ? "a symbolic link" : found.isDirectory() ? "a folder" : "something else";
  return new StorageError(
    `'${path}' must be ${expected} of this library, but is ${kind}. Remove it, or choose another store.`,
  );
}
