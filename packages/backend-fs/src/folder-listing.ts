import { type Dirent, readdirSync } from "node:fs";
import { compareCodePoints } from "@results-manager/core";
import { EXPIRY_MARKER } from "./expiry-markers.ts";
import { isContinued, isLiteral, type NameStyle, segmentOf } from "./file-names.ts";
import { systemCode } from "./file-system-error.ts";

/** What a folder holds of ours. */
export interface FolderListing {
  /** Segments of records, and segments of folders with a `/` behind them, in the order of the ids they lead to. */
  readonly entries: readonly string[];
  /** Some record may expire. */
  readonly marked: boolean;
}

const DOT = 0x2e;

/** A listing in the making. */
interface Collection {
  readonly style: NameStyle;
  readonly entries: string[];
  marked: boolean;
  /** Every name was its segment, so that the built-in order, several times faster, is the right one. */
  literal: boolean;
}

/** Lists a folder; what is not ours is left out, and a folder that is not there holds nothing. */
export function listFolder(path: string, style: NameStyle): FolderListing {
  const collection: Collection = { style, entries: [], marked: false, literal: true };
  collect(path, [], collection);
  const { entries, marked, literal } = collection;
  return { entries: literal ? entries.sort() : entries.sort(compareCodePoints), marked };
}

/** Adds what a folder holds; `outer` are the names of a segment that goes on here. */
function collect(path: string, outer: readonly string[], collection: Collection): void {
  const { style, entries } = collection;
  for (const entry of readFolder(path)) {
    const { name } = entry;
    if (name.charCodeAt(0) === DOT) {
      collection.marked ||= name === EXPIRY_MARKER;
    } else if (entry.isFile()) {
      if (!name.endsWith(style.ending)) continue;
      const base = name.slice(0, -style.ending.length);
      if (outer.length === 0 && isLiteral(base, "record", style)) entries.push(base);
      else addEncoded([...outer, base], "record", collection);
    } else if (entry.isDirectory()) {
      if (isContinued(name)) collect(`${path}/${name}`, [...outer, name], collection);
      else if (outer.length === 0 && isLiteral(name, "folder", style)) entries.push(`${name}/`);
      else addEncoded([...outer, name], "folder", collection);
    }
  }
}

function addEncoded(names: readonly string[], kind: "folder" | "record", collection: Collection): void {
  collection.literal = false;
  const segment = segmentOf(names, kind, collection.style);
  if (segment !== undefined) collection.entries.push(kind === "folder" ? `${segment}/` : segment);
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
