import { lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** Size of a folder on disk. */
export interface FolderSize {
  readonly bytes: number;
  readonly files: number;
}

/** Adds up the files of a folder and all folders in it; links are not followed. Synchronous, because a worker has nothing else to do. */
export function measureFolder(folder: string): FolderSize {
  let bytes = 0;
  let files = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    bytes += lstatSync(join(entry.parentPath, entry.name)).size;
    files++;
  }
  return { bytes, files };
}
