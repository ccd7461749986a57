import type { Awaitable } from "../scheduling/group-commit.ts";
import type { OperationIntent } from "../storage/storage-base.ts";

/** How long a lock is waited for unless told otherwise, in milliseconds. */
export const DEFAULT_LOCK_TIMEOUT_MS = 10_000;

/** What every lock mixin takes. */
export interface LockOptions {
  /** How long an operation waits for its lock before `LOCK_TIMEOUT`; 10,000 unless given. */
  readonly timeoutMs?: number;
  /**
   * Which operations take the lock; all of them unless given. A medium whose single reads and writes are atomic by themselves
   * needs it only for `update`.
   */
  readonly intents?: readonly OperationIntent[];
}

/** How one lock is waited for. */
export interface AcquireOptions {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** Frees a lock. */
export type Release = () => void;

/** Gets the lock of a key: at once where it is free and can be had without waiting, else as a promise. */
export type Acquire = (key: string, options: AcquireOptions) => Awaitable<Release>;

/** @throws {RangeError} when the time is not a number of milliseconds from 0. */
export function checkTimeout(timeoutMs: number): number {
  if (typeof timeoutMs === "number" && timeoutMs >= 0) return timeoutMs;
  throw new RangeError(`timeoutMs must be a number of milliseconds from 0, got ${String(timeoutMs)}.`);
}
