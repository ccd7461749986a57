import {
  compareCodePoints,
  isExpired,
  type ScanRange,
  type Space,
  shouldYield,
  takesAnyText,
  takesDigests,
  yieldToEventLoop,
} from "@results-manager/core";
import type { Layout } from "../layout/layout.ts";
import { fileOf, fromId, placeOf, toId } from "../naming/record-paths.ts";
import { shardFolder } from "../naming/shards.ts";
import { stands } from "../reading/odd-file.ts";
import { readRecord } from "../reading/read-record.ts";
import type { StoreContext } from "../writing/store-context.ts";
import { type Frame, FrameOpener } from "./folder-frame.ts";
import { certifyFolders, isCertified, needsCertificates } from "./no-expiry.ts";

const PAGE = 1024;
const SLASH = 0x2f;
/** How long an id is at least that has too many bytes for one. */
const LONG_ID = 333;
const MAX_ID_BYTES = 1000;

/**
 * Walks the keys of a range in code-point order, in pages, holding one folder of each level in memory.
 *
 * @throws {StorageError} when a folder cannot be read.
 */
export async function* walk(
  { layout, folders }: Pick<StoreContext, "layout" | "folders">,
  space: Space,
  { prefix, startsWith, after: afterKey, limit = Number.POSITIVE_INFINITY, expired = false }: ScanRange,
  now: number,
): AsyncGenerator<readonly string[], void, undefined> {
  let page: string[] = [];
  let left = limit;
  // Ids sort like the keys they stand for.
  const after = afterKey === undefined ? undefined : toId(space, afterKey);
  const isNeeded = needsCertificates(space);
  const areIds = !takesAnyText(space) && !takesDigests(space);
  const isWanted = (key: string, certified: boolean, frame?: Frame): boolean => {
    if (after !== undefined && compareCodePoints(key, after) <= 0) return false;
    if (certified) return !expired;
    const expiry = readExpiry(layout, space, fromId(space, key) as string);
    if (expiry === "never" && frame) frame.unexpiring++;
    return expiry !== undefined && isExpired(typeof expiry === "number" ? expiry : undefined, now) === expired;
  };
  if (prefix !== undefined && left > 0) {
    const { file, folder } = placeOf(layout, space, prefix);
    if (stands(file, prefix, false) && isWanted(prefix, !isNeeded || isCertified(folder))) {
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
      if (!takeAll && shouldYield()) await yieldToEventLoop(); // Files are read: a folder may hold many.
      const at = id + entry;
      if (at.length > LONG_ID && areIds && Buffer.byteLength(at) > MAX_ID_BYTES) continue;
      const key = areIds ? at : fromId(space, at);
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
      // Nothing is written where a link leads, nor beside files of others.
      if (left > 0 && isNeeded && !frame.isLinked) certifyFolders(frame, folders);
    }
    if (shouldYield()) await yieldToEventLoop();
  }
  if (page.length > 0) yield page;
}

/** What the ids of a range begin with that lie in one folder. */
function topOf(space: Space, prefix: string | undefined, startsWith = ""): string {
  if (prefix !== undefined) return `${prefix}/`;
  const shard = takesDigests(space) ? shardFolder(startsWith) : undefined;
  return shard === undefined ? "" : `${shard}/`;
}

/** Everything in a folder begins with `folder`: as a whole it lies behind `after` or not, unless `after` is in there. */
function mayFollow(folder: string, after: string): boolean {
  return after.startsWith(folder) || compareCodePoints(folder, after) > 0;
}

/** When a record expires, or expired; `undefined` where it is gone by now. What is no record does not, and says nothing of its folder. */
function readExpiry(layout: Layout, space: Space, key: string): number | "never" | "no record" | undefined {
  const found = readRecord(fileOf(layout, space, key), space, key);
  if (found === undefined) return undefined;
  return found instanceof Error || found.corrupt !== undefined ? "no record" : (found.expiresAt ?? "never");
}
