import { LockTimeoutError } from "@results-manager/core";
import { realTime } from "@results-manager/core/internal";
import { isBusy } from "./sqlite-error.ts";

const SHORTEST_PAUSE_MS = 1;
const LONGEST_PAUSE_MS = 20;

/**
 * Retries work while other processes write, without blocking the event loop.
 *
 * @throws {LockTimeoutError} `LOCK_TIMEOUT`, with SQLite's error as its cause.
 */
export async function retryWhileBusy<T>(path: string, timeoutMs: number, work: () => T | Promise<T>): Promise<T> {
  const deadline = realTime.elapsed() + timeoutMs;
  for (let pauseMs = SHORTEST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 1.5, LONGEST_PAUSE_MS)) {
    try {
      return await work();
    } catch (error) {
      if (!isBusy(error)) throw error;
      const left = deadline - realTime.elapsed();
      if (left <= 0) throw new LockTimeoutError(path, timeoutMs, { cause: error });
      // Random pauses keep several waiting processes from retrying at the same time.
      await realTime.delay(Math.min(pauseMs * (0.5 + Math.random()), left));
    }
  }
}
