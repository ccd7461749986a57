import { type Dirent, readdirSync } from "node:fs";
import { sortByCodePoint } from "@results-manager/core";
import { EXPIRY_MARKER } from "./expiry-markers.ts";
import { isContinued, type NameStyle, RECORD_ENDING, segmentOf } from "./file-names.ts";
import { systemCode } from "./file-system-error.ts";

/** What a folder holds of ours. */
export interface FolderListing {
  /** Segments of records, and segments of folders with a `/` behind them, in the order of the ids they lead to. */
  readonly entries: readonly string[];
  /** Some record may expire. */
  readonly marked: boolean;
}

/** Lists a folder; what is not ours is left out, and a folder that is not there holds nothing. */
export function listFolder(path: string, style: NameStyle): FolderListing {
  const entries: string[] = [];
  const marked = collect(path, style, [], entries);
  return { entries: sortByCodePoint(entries), marked };
}

/** Adds what a folder holds to `entries`; `outer` are the names of a segment that goes on here. Tells whether it is marked. */
function collect(path: string, style: NameStyle, outer: readonly string[], entries: string[]): boolean {
  let marked = false;
  for (const entry of readFolder(path)) {
    const { name } = entry;
    if (name.charCodeAt(0) === 0x2e) {
      marked ||= name === EXPIRY_MARKER;
    } else if (entry.isFile()) {
      if (!name.endsWith(RECORD_ENDING)) continue;
      const segment = segmentOf([...outer, name.slice(0, -RECORD_ENDING.length)], "record", style);
      if (segment !== undefined) entries.push(segment);
    } else if (entry.isDirectory()) {
      if (isContinued(name)) {
        if (collect(`${path}/${name}`, style, [...outer, name], entries)) marked = true;
        continue;
      }
      const segment = segmentOf([...outer, name], "folder", style);
      if (segment !== undefined) entries.push(`${segment}/`);
    }
  }
  return marked;
}

function readFolder(path: string): Dirent[] {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch (error) {
    // ENOTDIR: a file of somebody else.
    if (systemCode(error) === "ENOENT" || systemCode(error) === "ENOTDIR") return [];
    throw error;
  }
}
