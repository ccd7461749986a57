import { randomUUID } from "node:crypto";
import { closeSync, type Dirent, existsSync, mkdirSync, openSync, readdirSync, readSync, rmdirSync } from "node:fs";
import { join } from "node:path";
import { nameStyle, type Spelling, segmentOf } from "../naming/file-names.ts";
import { isOwnRecord, looksLikeRecord } from "../reading/envelope.ts";

const RECORD_ENDING = ".json";
/** Maximum number of names that are inspected: reading as many takes some tens of milliseconds, once. */
const MAX_NAMES = 65_536;
/** Maximum number of names the file system is probed with: one that has letters is enough, and most have. */
const MAX_PROBED = 64;
/** A letter with two Unicode forms, which some file systems treat as equal. */
const ACCENTED = "é";

/**
 * Detects how names are spelled in a store that has no layout file: from records whose names are valid in one spelling only; otherwise by
 * asking the file system whether it treats two spellings of an existing name as the same.
 *
 * @param writable a folder of the store in which a probe may be created; without it, only existing names are used.
 * @returns `undefined` where nothing shows the spelling: then there is no record, either.
 */
export function findSpelling(baseDir: string, writable?: string): Spelling | undefined {
  const recorded = spellingOfRecords(baseDir);
  if (recorded) return recorded;
  if (process.platform === "win32") return "folded"; // It also refuses some characters.
  let ignores = ignoresSpelling(baseDir);
  if (!ignores && writable !== undefined) ignores = ignoresComposition(writable);
  return ignores === undefined ? undefined : ignores ? "folded" : "plain";
}

/** Tells whether a folder treats the composed and the decomposed form of an accented letter as the same name. */
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

/** Tells whether a folder treats two spellings of a name as the same; `undefined` where no name in it has two. */
function ignoresSpelling(folder: string): boolean | undefined {
  const there = new Set(list(folder).map(({ name }) => name));
  const names = [...there].sort(); // The reserved folder begins with a dot: it comes early.
  let told = false;
  for (const name of names.slice(0, MAX_PROBED)) {
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

/** Spelling of the first record whose path is valid in one spelling only. */
function spellingOfRecords(baseDir: string): Spelling | undefined {
  const folders: { path: string; fits: readonly Spelling[] }[] = [{ path: baseDir, fits: ["plain", "folded"] }];
  let left = MAX_NAMES;
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

/**
 * Tells whether a folder name is valid in a spelling. The first part of a segment that continues in the folder below may be cut anywhere,
 * so it counts as valid.
 */
function isFolderName(name: string, spelling: Spelling): boolean {
  return name.endsWith("%") || segmentOf([name], "folder", nameStyle(spelling, RECORD_ENDING)) !== undefined;
}

function isRecordName(base: string, spelling: Spelling): boolean {
  return segmentOf([base], "record", nameStyle(spelling, RECORD_ENDING)) !== undefined;
}

/**
 * Tells whether a file is evidence of a spelling. The Python library writes plain names; one of its names that looks folded, such as
 * `%41.json`, is no evidence.
 */
function tells(path: string, spelling: Spelling): boolean {
  const start = Buffer.alloc(64);
  try {
    const fd = openSync(path, "r");
    try {
      const bytes = readSync(fd, start);
      const text = start.toString("utf8", 0, bytes);
      return bytes > 0 && (spelling === "plain" ? looksLikeRecord(text) : isOwnRecord(text));
    } finally {
      closeSync(fd);
    }
  } catch {
    return false; // An unreadable file is no evidence.
  }
}

/** Entries of a folder; none where it cannot be listed. Listing the records of the store reports that error. */
function list(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
