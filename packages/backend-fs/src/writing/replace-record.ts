import { renameSync, type Stats } from "node:fs";
import type { Awaitable } from "@results-manager/core/storage";
import type { FolderRun } from "../locks/folder-run.ts";
import { type KernelLock, RUN_MS } from "../locks/lock-file.ts";
import { revisionOf } from "../reading/file-content.ts";
import type { StatusReceiver } from "../reading/read-file.ts";
import { readContent } from "../reading/read-record.ts";
import { revoke } from "../walking/no-expiry.ts";
import { handleFailure } from "./commit-failure.ts";
import { keepMode } from "./keep-mode.ts";
import { discard, discardAndThrow } from "./temp-files.ts";
import type { Draft, WriteBatch } from "./write-batch.ts";
import { withFolderLock, withKeyLock } from "./write-locks.ts";

/** State of a replacement. */
interface Replacement {
  /** Lock of the key. */
  readonly lock: KernelLock;
  /** Status of the existing file if it was read under the lock; without it, the record may have changed and is read again. */
  readonly status: Stats | undefined;
  /** The folder lock is kept for the next record. */
  readonly run?: FolderRun | undefined;
}

/**
 * Moves a temp file over the record that was read before, unless that has changed since. A reader sees the old record or the new one.
 * Returns false where another process was faster: the write must be repeated.
 *
 * @param run keeps the folder lock for the next record; only for a caller that does not wait for anything in between.
 */
export function replaceRecord(batch: WriteBatch, draft: Draft, temp: string, run?: FolderRun): Awaitable<boolean> {
  try {
    const replaced = withKeyLock(batch, draft.key, (lock) =>
      replaceLocked(batch, draft, temp, { lock, status: undefined, run }),
    );
    return replaced instanceof Promise ? replaced.catch((error: unknown) => discardAndThrow(temp, error)) : replaced;
  } catch (error) {
    return discardAndThrow(temp, error);
  }
}

/** Replaces a record like {@link replaceRecord}, for a caller that holds the lock of the key. */
export function replaceLocked(
  batch: WriteBatch,
  draft: Draft,
  temp: string,
  replacement: Replacement,
): Awaitable<boolean> {
  const replace = (): boolean => {
    try {
      if (!replacement.lock.isRecent) return moveOver(batch, draft, temp, replacement);
      const release = replacement.lock.lockReplaced(draft.file);
      if (!release) return discard(temp);
      try {
        return moveOver(batch, draft, temp, { ...replacement, status: undefined });
      } finally {
        release();
      }
    } catch (error) {
      return handleFailure(batch, draft, temp, error);
    }
  };
  return withFolderLock(batch, draft, temp, replace, replacement.run);
}

function moveOver(batch: WriteBatch, draft: Draft, temp: string, { lock, status, run }: Replacement): boolean {
  const { file, folder, old } = draft;
  const seen: StatusReceiver = { status };
  if (!status) {
    const existing = readContent(file, batch.format, seen);
    if (!existing || revisionOf(existing) !== old?.revision) return discard(temp);
  }
  keepMode(temp, file, { own: batch.store.session.statusOf(temp), replaced: seen.status });
  if (!lock.isValid(run && RUN_MS)) return discard(temp);
  if (draft.expires) revoke(folder);
  renameSync(temp, file);
  batch.changed.add(folder);
  return true;
}
