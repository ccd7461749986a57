import { closeSync, openSync, readdirSync, readSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Medium } from "../../store/medium-of.ts";

/** Places in the header of a SQLite database, and the page size that stands for 65,536: https://www.sqlite.org/fileformat.html */
const HEADER_BYTES = 40;
const PAGE_SIZE_AT = 16;
const FREE_PAGES_AT = 36;
const LARGEST_PAGE = 1;

/** Returns about how many bytes compaction would free; `undefined` for a store that does not tell. */
export function freeableBytes(medium: Medium, place: string | undefined): number | undefined {
  if (place === undefined || medium === "other") return undefined;
  return medium === "database" ? freeBytesOf(place) : bytesBelow(join(place, ".results-manager", "tmp"));
}

function freeBytesOf(path: string): number | undefined {
  const header = Buffer.alloc(HEADER_BYTES);
  const file = openSync(path, "r");
  try {
    if (readSync(file, header, 0, HEADER_BYTES, 0) < HEADER_BYTES) return 0;
  } finally {
    closeSync(file);
  }
  const size = header.readUInt16BE(PAGE_SIZE_AT);
  return header.readUInt32BE(FREE_PAGES_AT) * (size === LARGEST_PAGE ? 65_536 : size);
}

/** Size of the temporary files, some of which may be in use. */
function bytesBelow(folder: string): number {
  try {
    const entries = readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile());
    return entries.reduce((sum, entry) => sum + sizeOf(join(entry.parentPath, entry.name)), 0);
  } catch {
    return 0;
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
