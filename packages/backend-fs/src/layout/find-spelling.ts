import { randomUUID } from "node:crypto";
import { closeSync, type Dirent, existsSync, mkdirSync, openSync, readdirSync, readSync, rmdirSync } from "node:fs";
import { join } from "node:path";
import { nameStyle, type Spelling, segmentOf } from "../naming/file-names.ts";
import { isWrittenHere, looksLikeRecord } from "../reading/envelope.ts";

const RECORD_ENDING = ".json";
/** How many names are looked at: a folder of so many takes some tens of milliseconds, once. */
const MOST_NAMES = 65_536;
/** How many names the file system is asked for: one that has letters is enough, and most have. */
const MOST_ASKED = 64;
/** A name that two file systems out of three spell in one way alone. */
const ACCENTED = "é";

/**
 * Finds out how the names in a store are spelled where that is not written down: records tell by names that only one spelling has; else
 * the file system does, by whether it takes another spelling of a name that is there for the same.
 *
 * @param writable a folder of the store in which a name may be made to find out; a store that is only read is asked by the names it has.
 * @returns `undefined` while there is nothing that tells: then there is no record, either.
 */
export function findSpelling(baseDir: string, writable?: string): Spelling | undefined {
  const recorded = spellingOfRecords(baseDir);
  if (recorded) return recorded;
  if (process.platform === "win32") return "folded"; // It refuses characters, too.
  let ignores = ignoresSpelling(baseDir);
  if (!ignores && writable !== undefined) ignores = ignoresComposition(writable);
  return ignores === undefined ? undefined : ignores ? "folded" : "plain";
}

/** Tells whether a folder takes an accented letter that is one character for the same as one that is two. */
function ignoresComposition(folder: string): boolean {
  const id = randomUUID();
  const probe = join(folder, `${ACCENTED.normalize("NFC")}-${id}`);
  mkdirSync(probe);
  try {
    return existsSync(join(folder, `${ACCENTED.normalize("NFD")}-${id}`));
  } finally {
    rmdirSync(probe);
  }
}

/** Tells whether a folder takes two spellings of a name for one; `undefined` where no name in it has two. */
function ignoresSpelling(folder: string): boolean | undefined {
  const there = new Set(list(folder).map(({ name }) => name));
  const names = [...there].sort(); // Ours begins with a dot: it comes early.
  let told = false;
  for (const name of names.slice(0, MOST_ASKED)) {
    for (const other of otherSpellings(name)) {
      if (there.has(other)) return false;
      if (existsSync(join(folder, other))) return true;
      told = true;
    }
  }
  return told ? false : undefined;
}

function otherSpellings(name: string): string[] {
  const upper = name.toUpperCase();
  const others = [upper === name ? name.toLowerCase() : upper, name.normalize("NFC"), name.normalize("NFD")];
  return others.filter((other) => other !== name);
}

/** The spelling that the first record has whose path is right in one spelling alone. */
function spellingOfRecords(baseDir: string): Spelling | undefined {
  const folders: { path: string; fits: readonly Spelling[] }[] = [{ path: baseDir, fits: ["plain", "folded"] }];
  let left = MOST_NAMES;
  for (let folder = folders.shift(); folder && left > 0; folder = folders.shift()) {
    for (const entry of list(folder.path)) {
      if (left-- === 0) break;
      if (entry.name.startsWith(".")) continue;
      const path = `${folder.path}/${entry.name}`;
      if (entry.isDirectory()) {
        const fits = folder.fits.filter((spelling) => isFolderName(entry.name, spelling));
        if (fits.length > 0) folders.push({ path, fits });
      } else if (entry.isFile() && entry.name.endsWith(RECORD_ENDING)) {
        const base = entry.name.slice(0, -RECORD_ENDING.length);
        const [only, other] = folder.fits.filter((spelling) => isRecordName(base, spelling));
        if (only && !other && tells(path, only)) return only;
      }
    }
  }
  return undefined;
}

/** The first part of a segment that goes on below may be cut anywhere, and is right in both spellings or told by what follows. */
function isFolderName(name: string, spelling: Spelling): boolean {
  return name.endsWith("%") || segmentOf([name], "folder", nameStyle(spelling, RECORD_ENDING)) !== undefined;
}

function isRecordName(base: string, spelling: Spelling): boolean {
  return segmentOf([base], "record", nameStyle(spelling, RECORD_ENDING)) !== undefined;
}

/** Names as the Python library makes them are plain; one that looks folded, such as `%41.json`, tells nothing. */
function tells(path: string, spelling: Spelling): boolean {
  const start = Buffer.alloc(64);
  try {
    const fd = openSync(path, "r");
    try {
      const bytes = readSync(fd, start);
      const text = start.toString("utf8", 0, bytes);
      return bytes > 0 && (spelling === "plain" ? looksLikeRecord(text) : isWrittenHere(text));
    } finally {
      closeSync(fd);
    }
  } catch {
    return false; // Not to be read: it tells nothing.
  }
}

/** What cannot be listed tells nothing; whoever lists it to find records says why. */
function list(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
