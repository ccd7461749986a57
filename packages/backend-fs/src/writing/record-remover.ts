import { unlink, unlinkSync } from "node:fs";
import { promisify } from "node:util";
import { ResultsError } from "@results-manager/core";
import {
  allowsRemoval,
  isExpired,
  type Outcome,
  type RecordRemoval,
  type Space,
  shouldYield,
  yieldToEventLoop,
} from "@results-manager/core/storage";
import { fileSystemError } from "../errors/file-system-error.ts";
import { systemCode } from "../errors/system-code.ts";
import type { RecordPlace } from "../layout/space-paths.ts";
import { COMMIT_TIMEOUT_MS } from "../locks/kernel-locks.ts";
import { RUN_MS } from "../locks/lock-file.ts";
import { isForeign, looksLikeRecord } from "../reading/envelope.ts";
import { readBeginning } from "../reading/read-file.ts";
import { foundRecord, readContent } from "../reading/read-record.ts";
import type { RecordFormat } from "../reading/record-format.ts";
import { durabilityError } from "../syncing/durability-error.ts";
import { forEachConcurrently } from "../syncing/folder-syncs.ts";
import { FolderCertificates, removeEmptyFolders } from "../walking/no-expiry.ts";
import type { StoreContext } from "./store-context.ts";

const unlinkAsync = promisify(unlink);

/** Options for removing records. */
export interface RemovalOptions {
  readonly space: Space;
  readonly now: number;
  /** Wait until the folders are synced. */
  readonly durable: boolean;
}

/** Common data of the records that are removed together. */
interface RemovalContext {
  readonly format: RecordFormat;
  readonly now: number;
  readonly isLone: boolean;
  readonly certificates: FolderCertificates;
}

/** Removes records concurrently, in the thread pool, and then folders that are empty. Files of other programs stay. */
export async function removeFiles(
  store: StoreContext,
  removals: readonly RecordRemoval[],
  { space, now, durable }: RemovalOptions,
): Promise<Outcome<boolean>[]> {
  const paths = store.layout.pathsOf(space);
  const { format } = paths;
  const folders = new Set<string>();
  const outcomes: Outcome<boolean>[] = [];
  const certificates = new FolderCertificates(space);
  const busy = new Map<string, Promise<unknown>>();
  const isLone = removals.length === 1;
  await forEachConcurrently(removals, async (removal, i) => {
    const place = paths.placeOf(removal.key);
    const remove = () => removeFile(store, place, removal, { format, now, isLone, certificates });
    // A kernel lock does not exclude its own process: removals that share one run one after the other.
    const slot = store.locks.slotOf(removal.key);
    const removing = busy.get(slot)?.then(remove) ?? remove();
    busy.set(slot, removing);
    const outcome = await removing;
    if (outcome !== undefined) folders.add(place.folder);
    outcomes[i] = outcome ?? false;
    if (shouldYield()) await yieldToEventLoop();
  });
  const remaining = [...folders].map((folder) => removeEmptyFolders(folder, paths.root));
  const failed = durable ? await store.layout.syncs.sync(new Set(remaining)) : undefined;
  if (!failed || failed.size === 0) return outcomes;
  return outcomes.map((outcome, i) => {
    const { key } = removals[i] as RecordRemoval;
    return (outcome === true && durabilityError(failed, paths.placeOf(key).folder, key, "is removed")) || outcome;
  });
}

/** Removes one record. Returns `undefined` where nothing was removed, else whether a living record was removed. */
async function removeFile(
  store: StoreContext,
  place: RecordPlace,
  removal: RecordRemoval,
  context: RemovalContext,
): Promise<Outcome<boolean> | undefined> {
  const { file } = place;
  const { locks } = store;
  try {
    const lock = locks.tryCommitLock(removal.key) ?? (await locks.lock("commit", removal.key, COMMIT_TIMEOUT_MS));
    try {
      const wasThere = wasPresent(place, removal, context);
      if (wasThere === undefined) return undefined;
      if (!lock.isValid(context.isLone ? 0 : RUN_MS)) return await removeFile(store, place, removal, context); // The lock file has been removed.
      // A round trip through the thread pool costs as much as the call, and pays off only for concurrent removals.
      if (context.isLone) unlinkSync(file);
      else await unlinkAsync(file);
      return wasThere;
    } finally {
      lock.release();
    }
  } catch (error) {
    if (error instanceof ResultsError) return error;
    const code = systemCode(error);
    if (code === "EISDIR" || code === "ENOENT") return undefined; // A folder, or gone since it was read.
    return fileSystemError(error, "remove", file, removal.key);
  }
}

/** Tells whether a record to be removed is living; `undefined` where it must stay or is missing. */
function wasPresent(
  { file, folder }: RecordPlace,
  removal: RecordRemoval,
  { now, format, certificates }: RemovalContext,
): boolean | undefined {
  if (removal.condition === "any" && certificates.has(folder)) {
    const beginning = readBeginning(file);
    if (beginning === undefined) return undefined;
    if (typeof beginning === "string" && looksLikeRecord(beginning)) return true;
  }
  const content = readContent(file, format);
  if (content === undefined) return undefined;
  const found = foundRecord(content, file);
  if (isForeign(content, found) || !allowsRemoval(removal, found, now)) return undefined;
  return removal.condition !== "any" || found.corrupt !== undefined || !isExpired(found.expiresAt, now);
}
