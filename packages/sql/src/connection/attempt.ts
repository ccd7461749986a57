import { LockTimeoutError } from "@results-manager/core";
import { realTime } from "@results-manager/core/internal";
import type { Awaitable } from "@results-manager/core/storage";
import type { SqlConnection } from "./sql-connection.ts";

const SHORTEST_PAUSE_MS = 1;
const LONGEST_PAUSE_MS = 20;

/** Limits of repeating an operation. */
export interface Retrying {
  /** Location of the database, for messages. */
  readonly path: string;
  readonly timeoutMs: number;
}

type Judge = Pick<SqlConnection, "isRetryable" | "toError">;

/**
 * Runs work, at once and synchronously where the driver is synchronous, and repeats it while other connections are in the way.
 *
 * @throws what {@link SqlConnection.toError} makes of an error; {@link LockTimeoutError} `LOCK_TIMEOUT`, with the database's error as its cause.
 */
export function attempt<T>(connection: Judge, retrying: Retrying, work: () => Awaitable<T>): Awaitable<T> {
  try {
    const result = work();
    return result instanceof Promise ? result.catch((error) => repeat(connection, retrying, error, work)) : result;
  } catch (error) {
    return tryAgain(connection, retrying, error, work);
  }
}

/**
 * Repeats work that has failed, while other connections are in the way.
 *
 * @throws as {@link attempt}, at once where no other connection is in the way.
 */
export function tryAgain<T>(
  connection: Judge,
  retrying: Retrying,
  failure: unknown,
  work: () => Awaitable<T>,
): Promise<T> {
  if (!connection.isRetryable(failure)) throw connection.toError(failure);
  return repeat(connection, retrying, failure, work);
}

/** Repeats work after a failure, without blocking the event loop. */
async function repeat<T>(
  connection: Judge,
  { path, timeoutMs }: Retrying,
  failure: unknown,
  work: () => Awaitable<T>,
): Promise<T> {
  const deadline = realTime.elapsed() + timeoutMs;
  let error = failure;
  for (let pauseMs = SHORTEST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 1.5, LONGEST_PAUSE_MS)) {
    if (!connection.isRetryable(error)) throw connection.toError(error);
    const left = deadline - realTime.elapsed();
    if (left <= 0) throw new LockTimeoutError(path, timeoutMs, { cause: error });
    // Random pauses keep several waiting processes from retrying at the same time.
    await realTime.delay(Math.min(pauseMs * (0.5 + Math.random()), left));
    try {
      return await work();
    } catch (next) {
      error = next;
    }
  }
}
