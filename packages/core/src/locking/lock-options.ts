import { given } from "../errors/given.ts";
import type { Awaitable } from "../scheduling/group-commit.ts";
import type { OperationIntent } from "../storage/operation.ts";

/** Default timeout of a lock, in milliseconds. */
export const DEFAULT_LOCK_TIMEOUT_MS = 10_000;

/** Options of every lock mixin. */
export interface LockOptions {
  /** Milliseconds that an operation waits for its lock before it fails with `LOCK_TIMEOUT`; 10,000 by default. */
  readonly timeoutMs?: number | undefined;
  /**
   * Kinds of operations that take the lock; all by default. A medium whose single reads and writes are atomic needs it only for
   * `update`.
   */
  readonly intents?: readonly OperationIntent[] | undefined;
}

/** Options of one acquisition. */
export interface AcquireOptions {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** Releases a lock. */
export type Release = () => void;

/** Acquires the lock of a key: synchronously if it is free, else as a promise. */
export type Acquire = (key: string, options: AcquireOptions) => Awaitable<Release>;

/** Checks a timeout. @throws {RangeError} when it is not a number of milliseconds from 0. */
export function checkTimeout(timeoutMs: number): number {
  if (typeof timeoutMs === "number" && timeoutMs >= 0) return timeoutMs;
  throw new RangeError(`timeoutMs must be a number of milliseconds from 0, got ${given(timeoutMs)}.`);
}
