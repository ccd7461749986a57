import { Mutex } from "async-mutex";
import { LockTimeoutError } from "../errors/storage-errors.ts";
import type { Awaitable } from "../storage/operation-queue.ts";
import type { Acquire, AcquireOptions, Release } from "./lock-options.ts";

interface Slot {
  readonly mutex: Mutex;
  /** Holders and waiters; the slot goes with the last of them. */
  users: number;
}

/** One mutex for each key in use; a key that nobody holds or waits for takes no memory. */
export class MutexTable {
  readonly #slots = new Map<string, Slot>();

  /** A table of its own, as a lock strategy wants it. */
  static open(): Acquire {
    const table = new MutexTable();
    return (key, options) => table.acquire(key, options);
  }

  /** How many keys are held or waited for. */
  get size(): number {
    return this.#slots.size;
  }

  /**
   * Gets the mutex of a key, in the order of the calls: at once where it is free, so that what is asked for in one turn keeps its order.
   *
   * @throws {LockTimeoutError} `LOCK_TIMEOUT` when it is not free in time.
   * @throws the signal's reason when it is aborted first.
   */
  acquire(key: string, options: AcquireOptions): Awaitable<Release> {
    options.signal?.throwIfAborted();
    const slot = this.#slots.get(key) ?? { mutex: new Mutex(), users: 0 };
    this.#slots.set(key, slot);
    slot.users++;
    const leave = (): void => {
      if (--slot.users === 0) this.#slots.delete(key);
    };
    const free = !slot.mutex.isLocked();
    const turn = slot.mutex.acquire(); // A free mutex is locked from here on, before its promise is resolved.
    const release = (): void => {
      slot.mutex.release();
      leave();
    };
    return free ? release : waitInTime(turn.then(() => release), key, options);
  }
}

/** Waits for a turn; one that comes after the waiter has left is given back at once. */
function waitInTime(turn: Promise<Release>, key: string, { timeoutMs, signal }: AcquireOptions): Promise<Release> {
  return new Promise((resolve, reject) => {
    let waiting = true;
    const stop = (): void => {
      waiting = false;
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
    };
    const giveUp = (error: unknown): void => {
      stop();
      reject(error);
    };
    const onAbort = (): void => giveUp(signal?.reason);
    // A longer time than a timer can hold is as good as none.
    const timer = timeoutMs < 2 ** 31 ? setTimeout(() => giveUp(new LockTimeoutError(key, timeoutMs)), timeoutMs) : undefined;
    signal?.addEventListener("abort", onAbort);
    turn.then((release) => {
      if (!waiting) return release();
      stop();
      resolve(release);
    }, giveUp);
  });
}
