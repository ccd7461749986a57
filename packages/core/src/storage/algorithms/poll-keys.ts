import { sha256 } from "../../digest/sha256.ts";
import type { FoundRecord, Revision } from "../../records/record.ts";
import type { Space } from "../../records/space.ts";
import type { StorageBackend } from "../../records/storage-backend.ts";
import { pause } from "../../time/pause.ts";
import { realTime } from "../../time/real-time.ts";
import type { KeyWatch } from "../key-watch.ts";

/** Shortest time in milliseconds between two readings. */
const SHORTEST_PAUSE_MS = 150;
/** A pause is as many times as long as the reading before it, so that a large store is not read all the time. */
const PAUSE_PER_READING = 4;
/** Number of records that are read together. */
const RECORDS = 64;
/** Length of a revision that is longer than a hash of it. */
const LONG_REVISION = 64;

/** Storage that can be read as a whole. */
type Readable = Pick<StorageBackend, "read" | "scan">;

/**
 * Watches keys by reading all records of the prefix again and again, and comparing their revisions: for media that have no other way. It costs a
 * reading of the prefix each time, and the memory of its keys and revisions.
 */
export async function pollKeys(storage: Readable, space: Space, { prefix, signal, report }: KeyWatch): Promise<void> {
  let known: ReadonlyMap<string, Revision> | undefined;
  while (!signal.aborted) {
    const start = realTime.elapsed();
    const found: ReadonlyMap<string, Revision> = await revisionsOf(storage, space, prefix, signal);
    if (signal.aborted) return;
    report(known ? differences(known, found) : []);
    known = found;
    await pause(Math.max(SHORTEST_PAUSE_MS, PAUSE_PER_READING * (realTime.elapsed() - start)), signal);
  }
}

async function revisionsOf(
  storage: Readable,
  space: Space,
  prefix: string | undefined,
  signal: AbortSignal,
): Promise<Map<string, Revision>> {
  const revisions = new Map<string, Revision>();
  for await (const page of storage.scan(space, { prefix })) {
    for (let at = 0; at < page.length && !signal.aborted; at += RECORDS) {
      const keys = page.slice(at, at + RECORDS);
      const found = await storage.read(space, keys);
      for (const [i, key] of keys.entries()) {
        const revision = revisionOf(found[i]);
        if (revision !== undefined) revisions.set(key, revision);
      }
    }
    if (signal.aborted) break;
  }
  return revisions;
}

/** Revision to remember: where it is the text of the whole record, a hash of it. */
function revisionOf(found: FoundRecord): Revision | undefined {
  const revision = found?.revision;
  return typeof revision === "string" && revision.length > LONG_REVISION ? sha256(revision) : revision;
}

function differences(before: ReadonlyMap<string, Revision>, now: ReadonlyMap<string, Revision>): string[] {
  const changed: string[] = [];
  for (const [key, revision] of now) if (before.get(key) !== revision) changed.push(key);
  for (const key of before.keys()) if (!now.has(key)) changed.push(key);
  return changed;
}
