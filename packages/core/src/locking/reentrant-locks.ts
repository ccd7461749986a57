import { AsyncLocalStorage } from "node:async_hooks";
import { sortByCodePoint } from "../ids/compare-code-points.ts";
import { shouldYield, waitForTimeSlice, yieldToEventLoop } from "../scheduling/event-loop.ts";
import type { Acquire, AcquireOptions, Release } from "./lock-options.ts";

/** What one flow of calls holds; nested operations see it through the async context. */
interface Holding {
  readonly keys: ReadonlySet<string>;
  readonly outer: Holding | undefined;
  /** False once released: a task that outlives its operation holds nothing. */
  active: boolean;
}

/**
 * Makes a lock re-entrant: an operation nested in one that holds the key goes on, an unrelated one waits.
 *
 * Several keys are taken in code-point order, so that two operations that want the same keys cannot block each other.
 */
export class ReentrantLocks {
  readonly #acquire: Acquire;
  readonly #context = new AsyncLocalStorage<Holding>();

  constructor(acquire: Acquire) {
    this.#acquire = acquire;
  }

  /** Runs the task while holding the locks of `keys`. */
  async run<T>(keys: readonly string[], task: () => Promise<T>, options: AcquireOptions): Promise<T> {
    const outer = this.#context.getStore();
    const missing = inOrder(keys.filter((key) => !holds(outer, key)));
    if (missing.length === 0) return task();
    const holding: Holding = { keys: new Set(missing), outer, active: true };
    const releases: Release[] = [];
    try {
      for (const key of missing) {
        const wait = waitForTimeSlice();
        if (wait) await wait;
        releases.push(await this.#acquire(key, options));
      }
      return await this.#context.run(holding, task);
    } finally {
      holding.active = false;
      for (const release of releases.reverse()) {
        release();
        if (shouldYield()) await yieldToEventLoop();
      }
    }
  }
}

/** Each key once, in an order that every operation follows. */
function inOrder(keys: string[]): string[] {
  return keys.length < 2 ? keys : sortByCodePoint([...new Set(keys)]);
}

function holds(holding: Holding | undefined, key: string): boolean {
  for (let at = holding; at; at = at.outer) if (at.active && at.keys.has(key)) return true;
  return false;
}
