import { renameSync } from "node:fs";
import type { Awaitable } from "@results-manager/core/storage";
import type { KernelLock } from "../locks/lock-file.ts";
import { revisionOf } from "../reading/file-content.ts";
import { readContent } from "../reading/read-record.ts";
import { revoke } from "../walking/no-expiry.ts";
import { handleFailure } from "./commit-failure.ts";
import { keepMode } from "./keep-mode.ts";
import { discard } from "./temp-files.ts";
import type { Draft, WriteBatch } from "./write-batch.ts";
import { withFolderLock, withKeyLock } from "./write-locks.ts";

/** State of a replacement. */
interface Replacement {
  /** Lock of the key. */
  readonly lock: KernelLock;
  /** The existing record may have changed since it was read, and is read again. */
  readonly isStale: boolean;
}

/**
 * Moves a temp file over the record that was read before, unless that has changed since. A reader sees the old record or the new one.
 * Returns false where another process was faster: the write must be repeated.
 */
export async function replaceRecord(batch: WriteBatch, draft: Draft, temp: string): Promise<boolean> {
  try {
    return await withKeyLock(batch, draft.key, (lock) => replaceLocked(batch, draft, temp, { lock, isStale: true }));
  } catch (error) {
    discard(temp);
    throw error;
  }
}

/** Replaces a record like {@link replaceRecord}, for a caller that holds the lock of the key. */
export function replaceLocked(
  batch: WriteBatch,
  draft: Draft,
  temp: string,
  { lock, isStale }: Replacement,
): Awaitable<boolean> {
  return withFolderLock(batch, draft, temp, () => {
    try {
      if (!lock.isRecent) return moveOver(batch, draft, temp, { lock, isStale });
      const release = lock.lockReplaced(draft.file);
      if (!release) return discard(temp);
      try {
        return moveOver(batch, draft, temp, { lock, isStale: true });
      } finally {
        release();
      }
    } catch (error) {
      return handleFailure(batch, draft, temp, error);
    }
  });
}

function moveOver(batch: WriteBatch, draft: Draft, temp: string, { lock, isStale }: Replacement): boolean {
  const { file, folder, old } = draft;
  if (isStale) {
    const existing = readContent(file, batch.space);
    if (!existing || revisionOf(existing) !== old?.revision) return discard(temp);
  }
  keepMode(temp, file);
  if (!lock.isValid()) return discard(temp);
  if (draft.expires) revoke(folder);
  renameSync(temp, file);
  batch.changed.add(folder);
  return true;
}
