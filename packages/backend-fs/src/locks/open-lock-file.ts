import { fstatSync } from "node:fs";
import { ResultsError } from "@results-manager/core";
import { realTime } from "@results-manager/core/internal";
import { fileSystemError } from "../errors/file-system-error.ts";
import { systemCode } from "../errors/system-code.ts";
import { timeLag } from "../layout/file-times.ts";
import type { Layout } from "../layout/layout.ts";
import { openOwnFile } from "../layout/reserved-folder.ts";

/** An open file that is, or was, the lock file. */
export interface OpenLockFile {
  readonly fd: number;
  readonly dev: number;
  readonly ino: number;
  /** Offsets of the locks that are held in this file. */
  readonly held: Set<number>;
  /** Time when it was made, in milliseconds since the epoch: nothing is ever written to it. */
  readonly madeAt: number;
  /** End of the period in which the file counts as recent, on the scale of `realTime.elapsed()`; 0 for a store that this instance made. */
  readonly until: number;
  /** Time from which locks are granted, on the scale of `realTime.elapsed()`. */
  readonly from: number;
  /** Time when it was last seen at its path, on the scale of `realTime.elapsed()`. */
  seenAt: number;
}

/** Age up to which a lock file counts as recent. */
const RECENT_MS = 60_000;
/**
 * Age below which a lock file of another process is not used: it may replace a removed one in which another process still holds an
 * invisible lock for a commit, which takes microseconds.
 */
const GRACE_MS = 100;

/** Facts about a lock file that is opened. */
interface LockFileFacts {
  /** It is opened in the place of one that was removed. */
  readonly isReplacement: boolean;
  /** It is the only lock file of the store, so that it is used only after some time. */
  readonly hasGrace: boolean;
}

/**
 * Opens a lock file, and makes it and its folder where they are missing.
 *
 * @throws {StorageError} when the system fails, or something else is in the place of the file.
 */
export function openLockFile(layout: Layout, path: string, { isReplacement, hasGrace }: LockFileFacts): OpenLockFile {
  try {
    layout.prepare();
    const fd = openPath(layout, path);
    const { dev, ino, mtimeMs } = fstatSync(fd);
    const isOriginal = layout.isNew && !isReplacement;
    return {
      fd,
      dev,
      ino,
      held: new Set<number>(),
      madeAt: mtimeMs,
      until: isOriginal ? 0 : realTime.elapsed() + RECENT_MS - Math.max(0, realTime.now() - mtimeMs),
      from: isOriginal || isReplacement || !hasGrace ? 0 : graceFrom(mtimeMs),
      seenAt: Number.NEGATIVE_INFINITY,
    };
  } catch (error) {
    throw error instanceof ResultsError ? error : fileSystemError(error, "open the lock file", path);
  }
}

function openPath(layout: Layout, path: string): number {
  try {
    return openOwnFile(path);
  } catch (error) {
    if (systemCode(error) !== "ENOENT") throw error;
    layout.reset(); // Another process has removed the folder.
    layout.prepare();
    return openOwnFile(path);
  }
}

/** Time from which a lock file is used. Nothing is written to it, so its modification time is its creation time. */
function graceFrom(madeAt: number): number {
  const age = realTime.now() - madeAt;
  const grace = GRACE_MS + timeLag(madeAt);
  return age >= 0 && age < grace ? realTime.elapsed() + grace - age : 0;
}
