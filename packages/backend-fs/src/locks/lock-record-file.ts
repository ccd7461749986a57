import { closeSync, constants, fstatSync, lstatSync, openSync } from "node:fs";
import type { Release } from "@results-manager/core/internal";
import type { NativeLocks } from "./native-locks.ts";

/** Offset beyond the content of any file. */
const OFFSET_PAST_CONTENT = 2 ** 40;

/** Locks the file at a path; `undefined` where another process has. A file that cannot be opened is protected by the lock file only. */
export function lockRecordFile(locks: NativeLocks, path: string): Release | undefined {
  if (process.platform === "win32") return () => {}; // Windows replaces no open file.
  let fd: number;
  try {
    fd = openSync(path, constants.O_RDWR | constants.O_NONBLOCK | constants.O_NOFOLLOW);
  } catch {
    return () => {};
  }
  const own = fstatSync(fd);
  if (!own.isFile()) {
    closeSync(fd);
    return () => {}; // Not a regular file: it is replaced without a lock.
  }
  const isLocked = locks.tryLock(fd, OFFSET_PAST_CONTENT, 1);
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (isLocked && found?.ino === own.ino && found.dev === own.dev) return () => closeSync(fd);
  closeSync(fd);
  return undefined;
}
