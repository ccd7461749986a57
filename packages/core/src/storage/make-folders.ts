import { existsSync, mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";

/** Number of times that a folder is tried again, because other processes may remove its parent at the same time. */
const RETRIES = 8;

/**
 * Makes a folder and its missing parents; returns the first one that was made, `undefined` where there was nothing to make.
 *
 * Node's recursive form never ends in a folder that exists but takes no folder and reports it as missing, as `/proc` of Linux does, and the
 * folders of an automounter.
 *
 * @throws an error of the system: `EEXIST` where a file is in the place of the folder, `ENOENT` where the parent takes no folder, or a link
 * in its place leads nowhere.
 */
export function makeFolders(path: string): string | undefined {
  return tryToMake(path, RETRIES);
}

function tryToMake(path: string, retries: number): string | undefined {
  try {
    return makeFolder(path);
  } catch (error) {
    const parent = dirname(path);
    const isOrphan = (error as NodeJS.ErrnoException).code === "ENOENT" && parent !== path;
    if (!isOrphan || retries === 0) throw error;
    const first = existsSync(parent) ? undefined : makeFolders(parent);
    const made = tryToMake(path, retries - 1);
    return first ?? made;
  }
}

/** Makes one folder; returns `undefined` if it exists. */
function makeFolder(path: string): string | undefined {
  try {
    mkdirSync(path);
    return path;
  } catch (error) {
    const exists = (error as NodeJS.ErrnoException).code === "EEXIST";
    if (exists && statSync(path).isDirectory()) return undefined; // Follows links; one that leads nowhere is missing.
    throw error;
  }
}
