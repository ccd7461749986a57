import { existsSync, readdirSync, rmdirSync, unlinkSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { systemCode } from "./file-system-error.ts";

/** Stands in a folder where some record may expire: only there does a listing need to read records. */
export const EXPIRY_MARKER = ".expiring";

/** Tells whether some record of the folder may expire. */
export function isMarked(folder: string): boolean {
  return existsSync(`${folder}/${EXPIRY_MARKER}`);
}

/** Which folders are marked, as they were when first asked for: for one batch, whose records lie in few of them. */
export class FolderMarks {
  readonly #known = new Map<string, boolean>();

  /** Tells whether some record of the folder may expire. */
  has(folder: string): boolean {
    let marked = this.#known.get(folder);
    if (marked === undefined) {
      marked = isMarked(folder);
      this.#known.set(folder, marked);
    }
    return marked;
  }
}

/** Marks a folder; called before a record that expires is written, and again after. */
export function mark(folder: string): void {
  if (!isMarked(folder)) writeFileSync(`${folder}/${EXPIRY_MARKER}`, "");
}

/** Removes a folder that holds no record any more, and its parents likewise, up to `root`; returns the first that stays. */
export function removeEmptyFolders(folder: string, root: string): string {
  let at = folder;
  while (at.length > root.length && removeEmpty(at)) at = dirname(at);
  return at;
}

function removeEmpty(folder: string): boolean {
  if (tryRemove(folder)) return true;
  if (!isMarked(folder) || readdirSync(folder).length > 1) return false;
  unlinkSync(`${folder}/${EXPIRY_MARKER}`);
  if (tryRemove(folder)) return true;
  mark(folder); // Somebody has just written a record here.
  return false;
}

function tryRemove(folder: string): boolean {
  try {
    rmdirSync(folder);
    return true;
  } catch (error) {
    const code = systemCode(error) ?? "";
    if (code === "ENOENT") return true;
    // Not empty, or not ours to remove: an empty folder harms nobody.
    if (["ENOTEMPTY", "EEXIST", "EBUSY", "EACCES", "EPERM"].includes(code)) return false;
    throw error;
  }
}
