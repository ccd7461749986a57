import { Mutex } from "async-mutex";
import { LockTimeoutError } from "../errors/storage-errors.ts";
import type { Awaitable } from "../scheduling/group-commit.ts";
import { realTime } from "../time/real-time.ts";
import type { Acquire, AcquireOptions, Release } from "./lock-options.ts";

interface Slot {
  /** Created for the second user: most keys have only one. */
  mutex: Mutex | undefined;
  /** Number of holders and waiters; the slot is removed with the last one. */
  users: number;
  /** Time of the last release; 0 if there was none. */
  releasedAt: number;
}

/** Table of mutexes by key; only keys that are held or waited for take memory. */
export class MutexTable {
  readonly #slots = new Map<string, Slot>();

  /** Makes a new table for a lock strategy. */
  static open(): Acquire {
    const table = new MutexTable();
    return (key, options) => table.acquire(key, options);
  }

  /** Number of keys that are held or waited for. */
  get size(): number {
    return this.#slots.size;
  }

  /**
   * Acquires the mutex of a key in the order of the calls: synchronously if it is free, so that calls in one turn keep their order.
   *
   * @throws {LockTimeoutError} `LOCK_TIMEOUT` when one holder keeps it for that long; each release starts the timeout again.
   * @throws the reason of the signal when it is aborted first.
   */
  acquire(key: string, options: AcquireOptions): Awaitable<Release> {
    options.signal?.throwIfAborted();
    const slot = this.#slots.get(key);
    if (slot) return this.#wait(key, slot, options);
    const newSlot: Slot = { mutex: undefined, users: 1, releasedAt: 0 };
    this.#slots.set(key, newSlot);
    return () => this.#release(key, newSlot);
  }

  #wait(key: string, slot: Slot, options: AcquireOptions): Promise<Release> {
    if (!slot.mutex) {
      slot.mutex = new Mutex();
      void slot.mutex.acquire(); // On behalf of the current holder: a new mutex is locked synchronously.
    }
    slot.users++;
    const acquired = slot.mutex.acquire().then((): Release => () => this.#release(key, slot));
    return waitWithTimeout(acquired, { key, slot }, options);
  }

  #release(key: string, slot: Slot): void {
    if (slot.mutex) {
      slot.releasedAt = realTime.elapsed();
      slot.mutex.release();
    }
    if (--slot.users === 0) this.#slots.delete(key);
  }
}

/** Waits for a lock until the timeout or abort; a lock acquired later is released at once. */
function waitWithTimeout(
  acquired: Promise<Release>,
  { key, slot }: { readonly key: string; readonly slot: Slot },
  { timeoutMs, signal }: AcquireOptions,
): Promise<Release> {
  return new Promise((resolve, reject) => {
    let waiting = true;
    const stop = (): void => {
      waiting = false;
      realTime.clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
    };
    const fail = (error: unknown): void => {
      stop();
      reject(error);
    };
    const onAbort = (): void => fail(signal?.reason);
    const onTimeout = (): void => {
      const remainingMs = slot.releasedAt + timeoutMs - realTime.elapsed();
      if (remainingMs <= 0) fail(new LockTimeoutError(key, timeoutMs));
      else timer = realTime.setTimeout(onTimeout, remainingMs);
    };
    // Timers cannot hold longer times: such a timeout counts as none.
    let timer = timeoutMs < 2 ** 31 ? realTime.setTimeout(onTimeout, timeoutMs) : undefined;
    signal?.addEventListener("abort", onAbort);
    acquired.then((release) => {
      if (!waiting) return release();
      stop();
      resolve(release);
    }, fail);
  });
}
