import { lstatSync, type Stats } from "node:fs";
import { systemCode } from "../errors/system-code.ts";

/** A file at the path of a record that cannot be a record: a folder, a FIFO, a dangling link, a text that is too long to read. */
export interface OddFile {
  /** The reason, for a message. */
  readonly odd: string;
  /** It is a folder, which no call on a record replaces or removes. */
  readonly isFolder: boolean;
  /** Beginning of its text; empty where it has none. */
  readonly beginning: string;
  readonly cause?: unknown;
  /** Distinguishes it from a file that replaces it later. */
  readonly revision: string;
}

/** Describes a file that is not a regular file. */
export function oddFile(stats: Stats, cause?: unknown): OddFile {
  const isFolder = stats.isDirectory();
  const revision = `${kindOf(stats)} ${stats.dev}:${stats.ino}:${stats.ctimeMs}`;
  return { odd: `${kindOf(stats)} is in its place`, isFolder, beginning: "-", cause, revision };
}

/** Describes a file that is larger than the longest text. */
export function tooLargeFile(stats: Stats, limit: number, beginning: string): OddFile {
  const odd = `its file has ${stats.size} bytes and does not end like a record; a text has at most ${limit} UTF-16 units`;
  const revision = `large ${stats.dev}:${stats.ino}:${stats.size}:${stats.ctimeMs}`;
  return { odd, isFolder: false, beginning, revision };
}

/**
 * Describes the file at a path that could not be opened; `undefined` where there is none, and `"written since"` where there is a regular one by
 * now.
 *
 * @throws the error itself where it says nothing about the file.
 */
export function unopenedFile(path: string, error: unknown): OddFile | "written since" | undefined {
  switch (systemCode(error)) {
    case "ENOTDIR": // Another program's file is in the place of a parent folder.
      return undefined;
    case "ENOENT": {
      const stats = statWithoutFollowing(path);
      return stats?.isFile() ? "written since" : stats && oddFile(stats, error);
    }
    case "ELOOP":
    case "ENXIO":
    case "ENODEV": {
      const stats = statWithoutFollowing(path);
      return stats && oddFile(stats, error);
    }
    default:
      throw error;
  }
}

/** Returns the status of a path without following a link; `undefined` where nothing is there or a parent folder cannot be reached. */
export function statWithoutFollowing(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch (error) {
    if (["ENOTDIR", "ELOOP"].includes(systemCode(error) ?? "")) return undefined;
    throw error;
  }
}

function kindOf(stats: Stats): string {
  if (stats.isDirectory()) return "a folder";
  if (stats.isSymbolicLink()) return "a dangling symbolic link";
  if (stats.isFIFO()) return "a FIFO";
  if (stats.isSocket()) return "a socket";
  return stats.isFile() ? "a file" : "a device";
}
