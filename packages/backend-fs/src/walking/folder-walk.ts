import {
  compareCodePoints,
  isExpired,
  type ScanRange,
  type Space,
  shouldYield,
  takesDigests,
  yieldToEventLoop,
} from "@results-manager/core/storage";
import type { Layout } from "../layout/layout.ts";
import type { SpacePaths } from "../layout/space-paths.ts";
import type { FolderLocks } from "../locks/folder-locks.ts";
import { shardFolder } from "../naming/shards.ts";
import { pathExists } from "../reading/path-exists.ts";
import { readRecord } from "../reading/read-record.ts";
import { type Frame, FrameOpener } from "./folder-frame.ts";
import { certifyFolders, isCertified, needsCertificates } from "./no-expiry.ts";

const PAGE = 1024;
const SLASH = 0x2f;
/** Minimum length of an id that can exceed the maximum number of bytes. */
const LONG_ID = 333;
const MAX_ID_BYTES = 1000;

/** Parts of an open store that a listing needs. */
export interface WalkContext {
  readonly layout: Layout;
  readonly folders: FolderLocks;
}

/**
 * Yields the keys of a range in code-point order, in pages. One folder of each level is held in memory.
 *
 * @throws {StorageError} when a folder cannot be read.
 */
export async function* walk(
  { layout, folders }: WalkContext,
  space: Space,
  { prefix, startsWith, after: afterKey, limit = Number.POSITIVE_INFINITY, expired = false }: ScanRange,
  now: number,
): AsyncGenerator<readonly string[], void, undefined> {
  const paths = layout.pathsOf(space);
  const { areIds } = paths;
  let page: string[] = [];
  let left = limit;
  // Ids sort like their keys.
  const after = afterKey === undefined ? undefined : paths.toId(afterKey);
  const isNeeded = needsCertificates(space);
  const isWanted = (key: string, certified: boolean, frame?: Frame): boolean => {
    if (after !== undefined && compareCodePoints(key, after) <= 0) return false;
    if (certified) return !expired;
    const expiry = readExpiry(paths, paths.fromId(key) as string);
    if (expiry === "never" && frame) frame.unexpiring++;
    return expiry !== undefined && isExpired(typeof expiry === "number" ? expiry : undefined, now) === expired;
  };
  if (prefix !== undefined && left > 0) {
    const { file, folder } = paths.placeOf(prefix);
    if (pathExists(file, prefix, false) && isWanted(prefix, !isNeeded || isCertified(folder))) {
      page.push(prefix);
      left--;
    }
  }
  const opener = new FrameOpener(layout, folders, space);
  const top = opener.openTop(topOf(space, prefix, startsWith));
  const stack: Frame[] = [top instanceof Promise ? await top : top];
  for (let frame = stack.at(-1); frame && left > 0; frame = stack.at(-1)) {
    const { entries, id } = frame;
    const certified = !isNeeded || frame.uncertified.length === 0;
    const takeAll = areIds && startsWith === undefined && certified && !expired && after === undefined;
    let below: Frame | undefined;
    while (!below && frame.next < entries.length && left > 0) {
      const entry = entries[frame.next++] as string;
      if (entry.charCodeAt(entry.length - 1) === SLASH) {
        if (after !== undefined && !mayFollow(id + entry, after)) continue;
        const opened = opener.open(stack, entry);
        below = opened instanceof Promise ? await opened : opened;
        continue;
      }
      if (!takeAll && shouldYield()) await yieldToEventLoop(); // Every file is read, and a folder may have many.
      const at = id + entry;
      if (at.length > LONG_ID && areIds && Buffer.byteLength(at) > MAX_ID_BYTES) continue;
      const key = areIds ? at : paths.fromId(at);
      if (key === undefined || (startsWith !== undefined && !key.startsWith(startsWith))) continue;
      if (!takeAll && !isWanted(at, certified, frame)) continue;
      page.push(key);
      left--;
      if (page.length < PAGE) continue;
      yield page;
      page = [];
      if (shouldYield()) await yieldToEventLoop();
    }
    if (below) stack.push(below);
    else {
      stack.pop();
      // Nothing is written behind a link, nor into folders of other programs.
      if (left > 0 && isNeeded && !frame.isLinked) certifyFolders(frame, folders);
    }
    if (shouldYield()) await yieldToEventLoop();
  }
  if (page.length > 0) yield page;
}

/** Common beginning of the ids of a range, if they are in one folder. */
function topOf(space: Space, prefix: string | undefined, startsWith = ""): string {
  if (prefix !== undefined) return `${prefix}/`;
  const shard = takesDigests(space) ? shardFolder(startsWith) : undefined;
  return shard === undefined ? "" : `${shard}/`;
}

/**
 * Tells whether a folder may contain ids after `after`: all its ids begin with `folder`, so they sort after it as a whole unless `after` is
 * inside.
 */
function mayFollow(folder: string, after: string): boolean {
  return after.startsWith(folder) || compareCodePoints(folder, after) > 0;
}

/**
 * Expiry time of a record; `undefined` where it is gone. A file that is not a record never expires, and does not count towards a
 * certificate.
 */
function readExpiry(paths: SpacePaths, key: string): number | "never" | "no record" | undefined {
  const found = readRecord(paths.fileOf(key), paths.format, key);
  if (found === undefined) return undefined;
  return found instanceof Error || found.corrupt !== undefined ? "no record" : (found.expiresAt ?? "never");
}
