import { type Stats, statSync } from "node:fs";
import { timeLag } from "../layout/file-times.ts";

/**
 * Time of the last change of a file, which tells it from one that replaces it; `NaN`, which equals nothing, while it is too new for that, and
 * `undefined` where there is no file.
 */
export type FileStamp = number | undefined;

/** Returns the stamp of a file. @param start the current time. */
export function fileStamp(path: string, start: number): FileStamp {
  const stats = statOf(path);
  return stats && (isRecent(stats, start) ? Number.NaN : stats.ctimeMs);
}

/** Returns the stamp of folders; `undefined` while they may change without a change of their times. */
export function folderStamp(paths: readonly string[], start: number): string | undefined {
  const stamps: string[] = [];
  for (const path of paths) {
    const stats = statOf(path);
    if (stats && isRecent(stats, start)) return undefined;
    stamps.push(stats ? `${stats.ino} ${stats.mtimeMs} ${stats.ctimeMs}` : "");
  }
  return stamps.join();
}

/** Returns the number of a folder; `undefined` where there is none. */
export function folderInode(path: string): number | undefined {
  return statOf(path)?.ino;
}

function isRecent({ ctimeMs }: Stats, start: number): boolean {
  return ctimeMs >= start - timeLag(ctimeMs);
}

function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined; // A link that leads nowhere, or a folder that this user may not enter.
  }
}
