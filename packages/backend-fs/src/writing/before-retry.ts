import { LockTimeoutError } from "@results-manager/core";
import { realTime } from "@results-manager/core/internal";
import { COMMIT_TIMEOUT_MS } from "../locks/kernel-locks.ts";

/** Number of immediate attempts to write a record that other processes replace; then each attempt follows a pause. */
const TRIES_AT_ONCE = 16;
const PAUSE_MS = 1;

/**
 * Pauses before a write is repeated, if it was repeated often.
 *
 * @throws {LockTimeoutError} `LOCK_TIMEOUT` when other processes were faster for as long as a write may wait.
 */
export async function beforeRetry(attempt: number, key: string): Promise<void> {
  if (attempt < TRIES_AT_ONCE) return;
  if (attempt > TRIES_AT_ONCE + COMMIT_TIMEOUT_MS / PAUSE_MS) throw new LockTimeoutError(key, COMMIT_TIMEOUT_MS);
  await realTime.delay(PAUSE_MS);
}
