import { type Dirent, opendirSync, readdirSync, type Stats, statSync } from "node:fs";
import { realTime } from "@results-manager/core/internal";
import { type Awaitable, shouldYield, yieldToEventLoop } from "@results-manager/core/storage";
import { systemCode } from "../errors/system-code.ts";
import { timeLag } from "../layout/file-times.ts";
import type { FolderLocks } from "../locks/folder-locks.ts";

/** Size of a folder with thousands of entries, which are read in slices. */
const LARGE_BYTES = 65_536;
const SLICE = 256;
/** Time in which a small folder does not become a large one, and maximum number of small folders that are remembered. */
const SMALL_MS = 200;
const MAX_SMALL = 4096;
/** Times when folders were read in one part, in milliseconds since the epoch. */
const small = new Map<string, number>();
/** Maximum number of reads of a folder that keeps changing and cannot be locked. */
const READS = 16;

/**
 * Reads the entries of a folder. An entry that exists during the whole read is returned once, even if other processes replace records
 * meanwhile. A missing folder has no entries.
 *
 * Systems return a folder in parts, and on some file systems a record that is replaced between two parts is missed or returned twice. So a
 * folder of more than one part that changed recently is read again under a lock that keeps writers out. A store that is only read cannot be
 * locked: there the folder is read until it stops changing, or, if it never does, the union of several reads is returned.
 *
 * @param start the current time, in milliseconds since the epoch.
 */
export function readEntries(
  path: string,
  locks: FolderLocks,
  start: number = realTime.now(),
): Awaitable<readonly Dirent[]> {
  const seenAt = small.get(path);
  // A folder that was small just now is not large yet, and asking for its size would take a tenth of the listing.
  const wasSmall = seenAt !== undefined && seenAt <= start && start - seenAt < SMALL_MS;
  if (!wasSmall) {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (!stats?.isDirectory()) return []; // Missing, or another program's file.
    if (stats.size > LARGE_BYTES) return readLarge(path, locks, isQuiet(stats, start));
  }
  const entries = readAtOnce(path);
  if (!isOnePart(entries)) return isQuiet(statSync(path), start) ? entries : readAlone(path, locks);
  if (!wasSmall) {
    if (small.size >= MAX_SMALL) small.clear();
    small.set(path, start);
  }
  return entries;
}

function readAtOnce(path: string): readonly Dirent[] {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes(systemCode(error) ?? "")) return []; // Removed since it was seen.
    throw error;
  }
}

async function readLarge(path: string, locks: FolderLocks, rests: boolean): Promise<readonly Dirent[]> {
  const start = realTime.now();
  const entries = rests ? await readInSlices(path) : undefined;
  return entries && isQuiet(statSync(path), start) ? entries : readAlone(path, locks);
}

async function readAlone(path: string, locks: FolderLocks): Promise<readonly Dirent[]> {
  const release = await locks.lockExclusive(path);
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

/** Reads the entries of a folder as they are found, which need not be those of any one moment. */
export async function readInSlices(path: string): Promise<readonly Dirent[]> {
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

/** Tells whether a folder has not changed since shortly before `start`. Programs cannot set its change time. */
export function isQuiet({ mtimeMs, ctimeMs }: Stats, start: number): boolean {
  return Math.max(mtimeMs, ctimeMs) < start - timeLag(mtimeMs);
}

/** Buffer size of the C library for entries; the smallest known one where the C library is not glibc. */
let partBytes: number | undefined;
const USUAL_PART_BYTES = 32_768;
const LEAST_PART_BYTES = 2048;
/** Bytes of an entry without its name, and maximum bytes of a name, and of a UTF-16 unit of it. */
const ENTRY_BYTES = 27;
const MAX_NAME_BYTES = 255;
const MAX_BYTES_PER_UNIT = 3;

/** Tells whether the entries of a folder were returned in one part, which is a consistent snapshot. */
function isOnePart(entries: readonly Dirent[]): boolean {
  partBytes ??= process.platform === "linux" && !isMusl() ? USUAL_PART_BYTES : LEAST_PART_BYTES;
  if (entries.length * (ENTRY_BYTES + MAX_NAME_BYTES) <= partBytes) return true;
  let bytes = 0;
  for (const { name } of entries) {
    bytes += ENTRY_BYTES + name.length * MAX_BYTES_PER_UNIT;
    if (bytes > partBytes) return false;
  }
  return true;
}

/** Tells, by the file of the loader, whether the C library may be musl. */
function isMusl(): boolean {
  try {
    return readdirSync("/lib").some((name) => name.startsWith("ld-musl-"));
  } catch {
    return true;
  }
}
