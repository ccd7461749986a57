import { existsSync, linkSync, lstatSync, renameSync } from "node:fs";
import type { Awaitable } from "@results-manager/core/storage";
import { systemCode } from "../errors/system-code.ts";
import type { KernelLock } from "../locks/lock-file.ts";
import { revoke } from "../walking/no-expiry.ts";
import { handleFailure, makeRecordFolder } from "./commit-failure.ts";
import { discard } from "./temp-files.ts";
import type { Draft, WriteBatch } from "./write-batch.ts";
import { withFolderLock, withKeyLock } from "./write-locks.ts";

/** Number of attempts to make a folder that other processes remove while it is empty. */
const FOLDER_ATTEMPTS = 100;
/** Error codes where the file system has no hard links: exFAT, some of FUSE, Android, Windows on FAT. */
const NO_LINKS = ["EPERM", "EACCES", "ENOSYS", "ENOTSUP", "EOPNOTSUPP", "EISDIR", "EINVAL", "EMLINK", "UNKNOWN"];

/**
 * Puts a temp file in the place of a new record by a hard link, which fails if another process was faster. Returns false then, and where
 * the temp file must be written to another disk: the write must be repeated.
 *
 * @param held the lock of the key, if the caller holds it.
 */
export function createRecord(batch: WriteBatch, draft: Draft, temp: string, held?: KernelLock): Awaitable<boolean> {
  const linked = draft.expires
    ? withFolderLock(batch, draft, temp, () => link(batch, draft, temp))
    : link(batch, draft, temp);
  return typeof linked === "boolean" ? linked : createWithoutLink(batch, draft, temp, { linked, held });
}

/** Creates a record by a hard link; `undefined` where the file system has none. */
function link(batch: WriteBatch, draft: Draft, temp: string): boolean | undefined {
  try {
    createName(batch, draft, temp, linkSync);
    discard(temp);
    return true;
  } catch (error) {
    return NO_LINKS.includes(systemCode(error) ?? "") ? undefined : handleFailure(batch, draft, temp, error);
  }
}

async function createWithoutLink(
  batch: WriteBatch,
  draft: Draft,
  temp: string,
  { linked, held }: { readonly linked: Awaitable<boolean | undefined>; readonly held: KernelLock | undefined },
): Promise<boolean> {
  const isCreated = await linked;
  if (isCreated !== undefined) return isCreated;
  if (held) return createByMove(batch, draft, temp, held);
  try {
    return await withKeyLock(batch, draft.key, (lock) => createByMove(batch, draft, temp, lock));
  } catch (error) {
    discard(temp);
    throw error;
  }
}

/** Creates a record by a move. The lock excludes other writers; readers see the whole record, as with a link. */
function createByMove(batch: WriteBatch, draft: Draft, temp: string, lock: KernelLock): Awaitable<boolean> {
  const move = (): boolean => {
    try {
      const isFree = lstatSync(draft.file, { throwIfNoEntry: false }) === undefined;
      if (!isFree || !lock.isValid()) return discard(temp);
      createName(batch, draft, temp, renameSync);
      return true;
    } catch (error) {
      return handleFailure(batch, draft, temp, error);
    }
  };
  return draft.expires ? withFolderLock(batch, draft, temp, move) : move();
}

/** Creates a name in the folder of a record, and the folder where it is missing. */
function createName(batch: WriteBatch, draft: Draft, temp: string, put: (from: string, to: string) => void): void {
  for (let attempt = 1; ; attempt++) {
    try {
      if (draft.expires) revoke(draft.folder);
      put(temp, draft.file);
      batch.changed.add(draft.folder);
      return;
    } catch (error) {
      // The folder is new, or has just been removed because it was empty.
      if (systemCode(error) !== "ENOENT" || attempt === FOLDER_ATTEMPTS || !existsSync(temp)) throw error;
      makeRecordFolder(batch, draft);
    }
  }
}
