import { type Dirent, opendirSync, readdirSync, type Stats, statSync } from "node:fs";
import { type Awaitable, realTime, shouldYield, yieldToEventLoop } from "@results-manager/core";
import { systemCode } from "../errors/file-system-error.ts";
import type { FolderLocks } from "../locks/folder-locks.ts";

/** A folder that takes more than this has thousands of entries: they are read a slice at a time. */
const LARGE_BYTES = 65_536;
const SLICE = 256;
/** How long the times of files lag behind the clock, and how long where they have no fractions of hundredths of a second. */
const LAG_MS = 25;
const COARSE_LAG_MS = 2500;
const COARSE_MS = 10;
/** How often a folder is read that never rests, where nothing can be locked. */
const READS = 16;

/**
 * Reads the entries of a folder: what is there from start to end comes once, whatever other users of the store put in the places of records
 * meanwhile. One that is not there has none.
 *
 * Systems hand a folder out in parts, and on some file systems a record that is replaced between two parts moves behind the reader's back.
 * So a folder of more than one part that has changed a moment ago is read again, while those who replace records are kept out. In a store
 * that is only read nobody can be kept out: there it is read until it rests, and what any of several readings saw is taken where it never does.
 */
export function readEntries(path: string, locks: FolderLocks): Awaitable<readonly Dirent[]> {
  const start = realTime.now();
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats?.isDirectory()) return []; // Not there, or a file of somebody else.
  if (stats.size > LARGE_BYTES) return readLarge(path, locks, isQuiet(stats, start));
  const entries = readAtOnce(path);
  return isOnePart(entries) || isQuiet(statSync(path), start) ? entries : readAlone(path, locks);
}

function readAtOnce(path: string): readonly Dirent[] {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch (error) {
    if (systemCode(error) === "ENOENT") return []; // Removed since it was looked at.
    throw error;
  }
}

async function readLarge(path: string, locks: FolderLocks, rests: boolean): Promise<readonly Dirent[]> {
  const start = realTime.now();
  const entries = rests ? await readInSlices(path) : undefined;
  return entries && isQuiet(statSync(path), start) ? entries : readAlone(path, locks);
}

async function readAlone(path: string, locks: FolderLocks): Promise<readonly Dirent[]> {
  const release = await locks.alone(path);
  if (!release) return readUntilQuiet(path);
  try {
    return await readInSlices(path);
  } finally {
    release();
  }
}

async function readUntilQuiet(path: string): Promise<readonly Dirent[]> {
  const seen = new Map<string, Dirent>();
  for (let read = 1; read <= READS; read++) {
    const start = realTime.now();
    const entries = await readInSlices(path);
    if (isQuiet(statSync(path), start)) return entries;
    for (const entry of entries) seen.set(entry.name, entry);
    await realTime.delay(1);
  }
  return [...seen.values()];
}

async function readInSlices(path: string): Promise<readonly Dirent[]> {
  const entries: Dirent[] = [];
  const folder = opendirSync(path, { bufferSize: SLICE });
  try {
    for (let entry = folder.readSync(); entry; entry = folder.readSync()) {
      if (entries.push(entry) % SLICE === 0 && shouldYield()) await yieldToEventLoop();
    }
  } finally {
    folder.closeSync();
  }
  return entries;
}

/** Tells whether a folder has not changed from a moment before `start` on. Its change time cannot be set by hand. */
export function isQuiet({ mtimeMs, ctimeMs }: Stats, start: number): boolean {
  const lag = mtimeMs % COARSE_MS === 0 ? COARSE_LAG_MS : LAG_MS;
  return Math.max(mtimeMs, ctimeMs) < start - lag;
}

/** How many bytes of entries the C library asks for at once; the least that any does where it is not the usual one. */
let partBytes: number | undefined;
const USUAL_PART_BYTES = 32_768;
const LEAST_PART_BYTES = 2048;
/** What an entry takes besides its name, in bytes, and what a unit of a name takes at most. */
const ENTRY_BYTES = 27;
const MOST_BYTES_A_UNIT = 3;

/** Tells whether the entries of a folder were handed out in one part, which is as the folder was at one moment. */
function isOnePart(entries: readonly Dirent[]): boolean {
  partBytes ??= process.platform === "linux" && !isMusl() ? USUAL_PART_BYTES : LEAST_PART_BYTES;
  let bytes = 0;
  for (const { name } of entries) {
    bytes += ENTRY_BYTES + name.length * MOST_BYTES_A_UNIT;
    if (bytes > partBytes) return false;
  }
  return true;
}

/** Tells whether the C library may be musl, by its loader. */
function isMusl(): boolean {
  try {
    return readdirSync("/lib").some((name) => name.startsWith("ld-musl-"));
  } catch {
    return true;
  }
}
