import { existsSync } from "node:fs";
import {
  compareCodePoints,
  isExpired,
  nextTurn,
  type ScanRange,
  type Space,
  takesAnyText,
  takesDigests,
  turnExhausted,
} from "@results-manager/core";
import { isMarked } from "./expiry-markers.ts";
import { folderPath, type NameStyle, recordPath } from "./file-names.ts";
import { fileSystemError } from "./file-system-error.ts";
import { type FolderListing, listFolder } from "./folder-listing.ts";
import type { Layout } from "./layout.ts";
import { readRecord } from "./record-files.ts";
import { shardFolder } from "./shards.ts";
import { folderOf, fromId, placeOf, toId } from "./store-paths.ts";

const PAGE = 1024;
const SLASH = 0x2f;

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
  { prefix, startsWith, after: afterKey, limit = Number.POSITIVE_INFINITY, expired = false }: ScanRange,
  now: number,
): AsyncGenerator<readonly string[], void, undefined> {
  const style = layout.styleOf(space);
  let page: string[] = [];
  let left = limit;
  // Ids sort like the keys they stand for.
  const after = afterKey === undefined ? undefined : toId(space, afterKey);
  const isLiteral = !takesAnyText(space) && !takesDigests(space);
  /** What a file is listed as; `undefined` where it is not. */
  const listed = (id: string, file: string, marked: boolean): string | undefined => {
    const key = fromId(space, id);
    if (key === undefined || (startsWith !== undefined && !key.startsWith(startsWith))) return undefined;
    return isWanted(id, file, marked) ? key : undefined;
  };
  const isWanted = (key: string, file: string, marked: boolean): boolean => {
    if (after !== undefined && compareCodePoints(key, after) <= 0) return false;
    return marked ? hasExpired(file, space, key, now) === expired : !expired;
  };
  if (prefix !== undefined && left > 0) {
    const { file, folder } = placeOf(layout, space, prefix);
    if (existsSync(file) && isWanted(prefix, file, isMarked(folder))) {
      page.push(prefix);
      left--;
    }
  }
  const stack: Frame[] = [open(style, ...topOf(layout, space, prefix, startsWith))];
  for (let frame = stack.at(-1); frame && left > 0; frame = stack.at(-1)) {
    const { entries, id, marked, path } = frame;
    const takeAll = isLiteral && startsWith === undefined && !marked && !expired && after === undefined;
    let below: Frame | undefined;
    while (!below && frame.next < entries.length && left > 0) {
      const entry = entries[frame.next++] as string;
      if (entry.charCodeAt(entry.length - 1) === SLASH) {
        const folder = id + entry;
        if (after === undefined || mayFollow(folder, after)) {
          below = open(style, `${path}/${folderPath(entry.slice(0, -1), style)}`, folder);
        }
      } else {
        if (!takeAll && turnExhausted()) await nextTurn(); // Files are read: a folder may hold many.
        const key = takeAll ? id + entry : listed(id + entry, `${path}/${recordPath(entry, style)}`, marked);
        if (key === undefined) continue;
        page.push(key);
        left--;
        if (page.length === PAGE) {
          yield page;
          page = [];
        }
      }
    }
    if (!below) stack.pop();
    else stack.push(below);
    if (turnExhausted()) await nextTurn();
  }
  if (page.length > 0) yield page;
}

/** The folder that all keys of a range lie in, and what their ids begin with. */
function topOf(layout: Layout, space: Space, prefix: string | undefined, startsWith = ""): [path: string, id: string] {
  if (prefix !== undefined) return [folderOf(layout, space, prefix), `${prefix}/`];
  const root = layout.rootOf(space);
  const shard = takesDigests(space) ? shardFolder(startsWith) : undefined;
  if (shard === undefined) return [root, ""];
  layout.checkInside(`${root}/${shard}`);
  return [`${root}/${shard}`, `${shard}/`];
}

/** Everything in a folder begins with `folder`: as a whole it lies behind `after` or not, unless `after` is in there. */
function mayFollow(folder: string, after: string): boolean {
  return after.startsWith(folder) || compareCodePoints(folder, after) > 0;
}

function open(style: NameStyle, path: string, id: string): Frame {
  try {
    return { ...listFolder(path, style), path, id, next: 0 };
  } catch (error) {
    throw fileSystemError(error, "list", path);
  }
}

/** Looks into a record; a corrupt one counts as living. */
function hasExpired(file: string, space: Space, key: string, now: number): boolean | undefined {
  const found = readRecord(file, space, key);
  if (found === undefined) return undefined; // Removed since the folder was read.
  return !(found instanceof Error) && found.corrupt === undefined && isExpired(found.expiresAt, now);
}
