import { AsyncLocalStorage } from "node:async_hooks";
import { sortByCodePoint } from "../ids/compare-code-points.ts";
import { shouldYield, waitForTimeSlice, yieldToEventLoop } from "../scheduling/event-loop.ts";
import type { Acquire, AcquireOptions, Release } from "./lock-options.ts";

/** Keys that one chain of async calls has locked; nested operations find them through the async context. */
interface LockScope {
  readonly locks: ReentrantLocks;
  readonly keys: ReadonlySet<string>;
  readonly outer: LockScope | undefined;
  /** False after the release: a task that outlives its operation has no locks. */
  active: boolean;
}

/** One for all locks: before Node 24, each one that was ever used slows down every promise of the process until its end. */
const current = new AsyncLocalStorage<LockScope>();

/**
 * Re-entrant locks: an operation nested in one that holds the key continues, an unrelated one waits.
 *
 * Keys are locked in code-point order, so that operations on the same keys cannot deadlock.
 */
export class ReentrantLocks {
  readonly #acquire: Acquire;

  constructor(acquire: Acquire) {
    this.#acquire = acquire;
  }

  /** Runs the task while holding the locks of `keys`. */
  async run<T>(keys: readonly string[], task: () => Promise<T>, options: AcquireOptions): Promise<T> {
    const outer = current.getStore();
    const missing = distinctSorted(keys.filter((key) => !this.#isHeld(key, outer)));
    if (missing.length === 0) return task();
    const scope: LockScope = { locks: this, keys: new Set(missing), outer, active: true };
    const releases: Release[] = [];
    try {
      for (const key of missing) {
        const wait = waitForTimeSlice();
        if (wait) await wait;
        releases.push(await this.#acquire(key, options));
      }
      return await current.run(scope, task);
    } finally {
      scope.active = false;
      for (const release of releases.reverse()) {
        release();
        if (shouldYield()) await yieldToEventLoop();
      }
    }
  }

  #isHeld(key: string, innermost: LockScope | undefined): boolean {
    for (let scope = innermost; scope; scope = scope.outer) {
      if (scope.locks === this && scope.active && scope.keys.has(key)) return true;
    }
    return false;
  }
}

/** Distinct keys in the order in which every operation locks them. */
function distinctSorted(keys: string[]): string[] {
  return keys.length < 2 ? keys : sortByCodePoint([...new Set(keys)]);
}
