import { unlink, unlinkSync } from "node:fs";
import { promisify } from "node:util";
import {
  allowsRemoval,
  isExpired,
  type Outcome,
  type RecordRemoval,
  ResultsError,
  type Space,
  shouldYield,
  yieldToEventLoop,
} from "@results-manager/core";
import { fileSystemError, systemCode } from "../errors/file-system-error.ts";
import { COMMIT_TIMEOUT_MS } from "../locks/kernel-locks.ts";
import { placeOf, type RecordPlace } from "../naming/record-paths.ts";
import { isForeign, looksLikeRecord } from "../reading/envelope.ts";
import { readBeginning } from "../reading/read-file.ts";
import { foundRecord, readContent } from "../reading/read-record.ts";
import { inFlight } from "../syncing/durable-writes.ts";
import { undurable } from "../syncing/folder-syncs.ts";
import { FolderCertificates, removeEmptyFolders } from "../walking/no-expiry.ts";
import type { StoreContext } from "./store-context.ts";

const unlinkAsync = promisify(unlink);

/** How records are removed. */
export interface RemovalOptions {
  readonly space: Space;
  readonly now: number;
  /** Wait until the folders have reached the disk. */
  readonly durable: boolean;
}

/** What is the same for all records that are removed together. */
interface Circumstances {
  readonly space: Space;
  readonly now: number;
  readonly isLone: boolean;
  readonly certificates: FolderCertificates;
}

/** Removes records, and folders that hold none any more: many at a time, in the thread pool. Files of somebody else stay. */
export async function removeFiles(
  parts: StoreContext,
  removals: readonly RecordRemoval[],
  { space, now, durable }: RemovalOptions,
): Promise<Outcome<boolean>[]> {
  const folders = new Set<string>();
  const outcomes: Outcome<boolean>[] = [];
  const certificates = new FolderCertificates(space);
  const busy = new Map<string, Promise<unknown>>();
  const isLone = removals.length === 1;
  await inFlight(removals, async (removal, i) => {
    const place = placeOf(parts.layout, space, removal.key);
    const remove = () => removeFile(parts, place, removal, { space, now, isLone, certificates });
    // A kernel lock does not keep its own process out: what shares one takes turns.
    const slot = parts.locks.slotOf(removal.key);
    const removing = busy.get(slot)?.then(remove) ?? remove();
    busy.set(slot, removing);
    const outcome = await removing;
    if (outcome !== undefined) folders.add(place.folder);
    outcomes[i] = outcome ?? false;
    if (shouldYield()) await yieldToEventLoop();
  });
  const root = parts.layout.rootOf(space);
  const remaining = [...folders].map((folder) => removeEmptyFolders(folder, root));
  const failed = durable ? await parts.layout.syncs.sync(new Set(remaining)) : undefined;
  if (!failed || failed.size === 0) return outcomes;
  return outcomes.map((outcome, i) => {
    const { key } = removals[i] as RecordRemoval;
    return (
      (outcome === true && undurable(failed, placeOf(parts.layout, space, key).folder, key, "is removed")) || outcome
    );
  });
}

/** `undefined` where nothing was removed; else whether it was there, which what had expired was not. */
async function removeFile(
  parts: StoreContext,
  place: RecordPlace,
  removal: RecordRemoval,
  circumstances: Circumstances,
): Promise<Outcome<boolean> | undefined> {
  const { file } = place;
  const { locks } = parts;
  try {
    const lock = locks.tryLock("commit", removal.key) ?? (await locks.lock("commit", removal.key, COMMIT_TIMEOUT_MS));
    try {
      const wasThere = look(place, removal, circumstances);
      if (wasThere === undefined) return undefined;
      if (!lock.isValid()) return await removeFile(parts, place, removal, circumstances); // Its file has been removed.
      // A trip through the thread pool costs as much as the call, and gains only where others go on meanwhile.
      if (circumstances.isLone) unlinkSync(file);
      else await unlinkAsync(file);
      return wasThere;
    } finally {
      lock.release();
    }
  } catch (error) {
    if (error instanceof ResultsError) return error;
    const code = systemCode(error);
    if (code === "EISDIR" || code === "ENOENT") return undefined; // A folder, or gone since it was looked at.
    return fileSystemError(error, "remove", file, removal.key);
  }
}

/** Whether a record that is to be removed counts as being there; `undefined` where it is to stay. */
function look(
  { file, folder }: RecordPlace,
  removal: RecordRemoval,
  { now, space, certificates }: Circumstances,
): boolean | undefined {
  if (removal.condition === "any" && certificates.has(folder)) {
    const beginning = readBeginning(file);
    if (beginning === undefined) return undefined;
    if (typeof beginning === "string" && looksLikeRecord(beginning)) return true;
  }
  const content = readContent(file, space);
  if (content === undefined) return undefined;
  const found = foundRecord(content, file);
  if (isForeign(content, found) || !allowsRemoval(removal, found, now)) return undefined;
  return removal.condition !== "any" || found.corrupt !== undefined || !isExpired(found.expiresAt, now);
}
