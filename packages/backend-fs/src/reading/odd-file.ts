import { existsSync, lstatSync, type Stats } from "node:fs";
import { fileSystemError, systemCode } from "../errors/file-system-error.ts";

/** A file in the place of a record that cannot be one: a folder, a FIFO, a link that leads nowhere, more text than can be read. */
export interface OddFile {
  /** The reason, for a message. */
  readonly odd: string;
  /** A folder: it is replaced and removed by no call about a record. */
  readonly isFolder: boolean;
  /** How its text begins; empty where it has none. */
  readonly beginning: string;
  readonly cause?: unknown;
  /** Tells it from whatever stands there later. */
  readonly revision: string;
}

/** Says what a file is that is no regular one. */
export function oddFile(stats: Stats, cause?: unknown): OddFile {
  const isFolder = stats.isDirectory();
  const revision = `${kindOf(stats)} ${stats.dev}:${stats.ino}:${stats.ctimeMs}`;
  return { odd: `${kindOf(stats)} stands in its place`, isFolder, beginning: "-", cause, revision };
}

/** Says what a file is that takes more than a text may have. */
export function tooLargeFile(stats: Stats, limit: number, beginning: string): OddFile {
  const odd = `its file has ${stats.size} bytes, and does not end as a record that large; a text has ${limit} units at most`;
  const revision = `large ${stats.dev}:${stats.ino}:${stats.size}:${stats.ctimeMs}`;
  return { odd, isFolder: false, beginning, revision };
}

/**
 * Says what stands in a place that could not be opened; `undefined` where nothing does.
 *
 * @throws the error itself where it says nothing about what stands there.
 */
export function unopenedFile(path: string, error: unknown): OddFile | undefined {
  switch (systemCode(error)) {
    case "ENOTDIR": // A file of somebody else stands where a folder would.
      return undefined;
    case "ENOENT": {
      const stats = lookAt(path);
      // A file has been written since: nothing stood there when it was to be opened.
      return stats && !stats.isFile() ? oddFile(stats, error) : undefined;
    }
    case "ELOOP":
    case "ENXIO":
    case "ENODEV": {
      const stats = lookAt(path);
      return stats && oddFile(stats, error);
    }
    default:
      throw error;
  }
}

/** Looks at what stands in a place, a link itself; nothing where a folder on the way leads nowhere. */
export function lookAt(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch (error) {
    if (["ENOTDIR", "ELOOP"].includes(systemCode(error) ?? "")) return undefined;
    throw error;
  }
}

/**
 * Tells whether anything stands in a place, a link that leads nowhere, too.
 *
 * @param isLikely that something does: then the call that is quicker to find it comes first.
 * @throws {StorageError} `STORAGE_FAILED` when this user may not look there.
 */
export function stands(path: string, id: string, isLikely = true): boolean {
  try {
    return (isLikely && existsSync(path)) || lookAt(path) !== undefined;
  } catch (error) {
    throw fileSystemError(error, "look at", path, id);
  }
}

function kindOf(stats: Stats): string {
  if (stats.isDirectory()) return "a folder";
  if (stats.isSymbolicLink()) return "a symbolic link that leads nowhere";
  if (stats.isFIFO()) return "a FIFO";
  if (stats.isSocket()) return "a socket";
  return stats.isFile() ? "a file" : "a device";
}
