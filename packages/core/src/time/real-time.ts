import { performance } from "node:perf_hooks";
import * as timers from "node:timers";
import { setTimeout as delay } from "node:timers/promises";

/** The timers of Node.js and the machine's time. */
export interface RealTime {
  readonly setTimeout: typeof timers.setTimeout;
  readonly clearTimeout: typeof timers.clearTimeout;
  readonly setInterval: typeof timers.setInterval;
  readonly clearInterval: typeof timers.clearInterval;
  readonly setImmediate: typeof timers.setImmediate;
  /** Resolves after so many milliseconds. */
  readonly delay: (ms: number) => Promise<unknown>;
  /** Milliseconds since some moment, which no change of the clock moves. */
  readonly elapsed: () => number;
  /** Milliseconds since the Unix epoch. */
  readonly now: () => number;
}

/**
 * Time as it was when this module was loaded, which whoever fakes timers or dates in a test does not move: work that waits for a faked
 * timer would never go on, and hold up every store of the process.
 *
 * From Node's own module, where global timers may be those of a test's environment.
 */
export const realTime: RealTime = Object.freeze({
  setTimeout: timers.setTimeout,
  clearTimeout: timers.clearTimeout,
  setInterval: timers.setInterval,
  clearInterval: timers.clearInterval,
  setImmediate: timers.setImmediate,
  delay,
  elapsed: performance.now.bind(performance),
  now: Date.now,
});
