import { Mutex } from "async-mutex";
import { LockTimeoutError } from "../errors/storage-errors.ts";
import type { Awaitable } from "../scheduling/group-commit.ts";
import { realTime } from "../time/real-time.ts";
import type { Acquire, AcquireOptions, Release } from "./lock-options.ts";

interface Slot {
  /** Made when a second user comes: most keys never have one. */
  mutex: Mutex | undefined;
  /** Holders and waiters; the slot goes with the last of them. */
  users: number;
  /** When it last passed from one to the next; 0 where it never has. */
  passed: number;
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
   * @throws {LockTimeoutError} `LOCK_TIMEOUT` when one holder keeps it for that long; a long queue that moves is waited for.
   * @throws the signal's reason when it is aborted first.
   */
  acquire(key: string, options: AcquireOptions): Awaitable<Release> {
    options.signal?.throwIfAborted();
    const slot = this.#slots.get(key);
    if (slot) return this.#wait(key, slot, options);
    const own: Slot = { mutex: undefined, users: 1, passed: 0 };
    this.#slots.set(key, own);
    return () => this.#release(key, own);
  }

  #wait(key: string, slot: Slot, options: AcquireOptions): Promise<Release> {
    if (!slot.mutex) {
      slot.mutex = new Mutex();
      void slot.mutex.acquire(); // In the name of whoever holds the key: a new mutex is locked before the promise is resolved.
    }
    slot.users++;
    const turn = slot.mutex.acquire().then((): Release => () => this.#release(key, slot));
    return waitInTime(turn, { key, slot }, options);
  }

  #release(key: string, slot: Slot): void {
    if (slot.mutex) {
      slot.passed = realTime.elapsed();
      slot.mutex.release();
    }
    if (--slot.users === 0) this.#slots.delete(key);
  }
}

/** Waits for a turn; one that comes after the waiter has left is given back at once. */
function waitInTime(
  turn: Promise<Release>,
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
    const giveUp = (error: unknown): void => {
      stop();
      reject(error);
    };
    const onAbort = (): void => giveUp(signal?.reason);
    const onTime = (): void => {
      const left = slot.passed + timeoutMs - realTime.elapsed();
      if (left <= 0) giveUp(new LockTimeoutError(key, timeoutMs));
      else timer = realTime.setTimeout(onTime, left);
    };
    // A longer time than a timer can hold is as good as none.
    let timer = timeoutMs < 2 ** 31 ? realTime.setTimeout(onTime, timeoutMs) : undefined;
    signal?.addEventListener("abort", onAbort);
    turn.then((release) => {
      if (!waiting) return release();
      stop();
      resolve(release);
    }, giveUp);
  });
}
