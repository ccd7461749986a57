import { existsSync } from "node:fs";
import { compareCodePoints, isExpired, nextTurn, type ScanRange, type Space, turnExhausted } from "@results-manager/core";
import { isMarked } from "./expiry-markers.ts";
import { folderPath, recordPath } from "./file-names.ts";
import { fileSystemError } from "./file-system-error.ts";
import { type FolderListing, listFolder } from "./folder-listing.ts";
import type { Layout } from "./layout.ts";
import { readRecord } from "./record-files.ts";
import { folderOf, placeOf } from "./store-paths.ts";

const PAGE = 1024;

/** A folder on the way down, and how far its entries have been walked. */
interface Frame extends FolderListing {
  readonly path: string;
  /** What the ids below begin with: empty, or ending in `/`. */
  readonly id: string;
  next: number;
}

/**
 * Walks the keys of a range in code-point order, in pages, holding one folder of each level in memory.
 *
 * @throws {StorageError} when a folder cannot be read.
 */
export async function* walk(
  layout: Layout,
  space: Space,
  { prefix, after, limit = Number.POSITIVE_INFINITY, expired = false }: ScanRange,
  now: number,
): AsyncGenerator<readonly string[], void, undefined> {
  const { style } = layout;
  const page: string[] = [];
  let left = limit;
  const wanted = (key: string, file: () => string, marked: boolean): boolean => {
    if (after !== undefined && compareCodePoints(key, after) <= 0) return false;
    return marked ? hasExpired(file(), key, now) === expired : !expired;
  };
  if (prefix !== undefined && left > 0) {
    const { file, folder } = placeOf(layout, space, prefix);
    if (existsSync(file) && wanted(prefix, () => file, isMarked(folder))) {
      page.push(prefix);
      left--;
    }
  }
  const root = prefix === undefined ? layout.rootOf(space) : folderOf(layout, space, prefix);
  const stack: Frame[] = [open(layout, root, prefix === undefined ? "" : `${prefix}/`)];
  while (left > 0) {
    const frame = stack.at(-1);
    if (!frame) break;
    const entry = frame.entries[frame.next++];
    if (entry === undefined) {
      stack.pop();
      continue;
    }
    const key = frame.id + entry;
    if (entry.endsWith("/")) {
      // Everything below begins with `key`: it lies behind `after` as a whole, or not at all, unless `after` is in there.
      if (after !== undefined && !after.startsWith(key) && compareCodePoints(key, after) < 0) continue;
      stack.push(open(layout, `${frame.path}/${folderPath(entry.slice(0, -1), style)}`, key));
      if (turnExhausted()) await nextTurn();
    } else if (wanted(key, () => `${frame.path}/${recordPath(entry, style)}`, frame.marked)) {
      page.push(key);
      left--;
      if (page.length === PAGE) yield page.splice(0);
    }
  }
  if (page.length > 0) yield page;
}

function open({ style }: Layout, path: string, id: string): Frame {
  try {
    return { ...listFolder(path, style), path, id, next: 0 };
  } catch (error) {
    throw fileSystemError(error, "list", path);
  }
}

/** Looks into a record; a corrupt one counts as living. */
function hasExpired(file: string, key: string, now: number): boolean | undefined {
  const found = readRecord(file, key);
  if (found === undefined) return undefined; // Removed since the folder was read.
  return !(found instanceof Error) && found.corrupt === undefined && isExpired(found.expiresAt, now);
}
