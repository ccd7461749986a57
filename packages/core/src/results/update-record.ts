import { LockTimeoutError } from "../errors/storage-errors.ts";
import type { RecordContent } from "../records/record.ts";
import type { ChangeRecord } from "../records/storage-backend.ts";
import type { StorageBase } from "../storage/storage-base.ts";
import { realTime } from "../time/real-time.ts";

const MAX_PAUSE_MS = 32;
/** Attempts before the timeout applies: colliding writers succeed within milliseconds, so more failures mean starvation. */
const MAX_ATTEMPTS = 100;
const TIMEOUT_MS = 10_000;

/**
 * Reads, changes and writes a record of a result atomically: it is written only if it has not changed since it was read. Returns the
 * written record.
 *
 * @throws the error of `change`, or the reason of the signal; `LOCK_TIMEOUT` when other writers keep changing the id. Then nothing
 * is written.
 */
export async function updateRecord(
  storage: StorageBase,
  key: string,
  change: ChangeRecord,
  signal?: AbortSignal,
): Promise<RecordContent> {
  const start = realTime.elapsed();
  let attempt = 0;
  for (let pauseMs = 1; ; pauseMs = Math.min(pauseMs * 2, MAX_PAUSE_MS)) {
    signal?.throwIfAborted();
    const content = await storage.attemptChange("results", key, change);
    if (content) return content;
    if (++attempt >= MAX_ATTEMPTS && realTime.elapsed() - start > TIMEOUT_MS)
      throw new LockTimeoutError(key, TIMEOUT_MS);
    // A random pause keeps colliding writers from retrying at the same time.
    await realTime.delay(Math.random() * pauseMs);
  }
}
