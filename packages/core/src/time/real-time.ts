import { hrtime } from "node:process";
import * as timers from "node:timers";
import { setTimeout as delay } from "node:timers/promises";

/** Timers of Node.js and the time of the machine. */
export interface RealTime {
  readonly setTimeout: typeof timers.setTimeout;
  readonly clearTimeout: typeof timers.clearTimeout;
  readonly setInterval: typeof timers.setInterval;
  readonly clearInterval: typeof timers.clearInterval;
  readonly setImmediate: typeof timers.setImmediate;
  /** Resolves after a number of milliseconds. */
  readonly delay: (ms: number) => Promise<unknown>;
  /** Monotonic time in milliseconds. */
  readonly elapsed: () => number;
  /** Milliseconds since the Unix epoch. */
  readonly now: () => number;
}

/** Without `node:perf_hooks`, which takes longer to load than all of this package's other modules of Node. */
function elapsed(): number {
  const [seconds, nanoseconds] = hrtime();
  return seconds * 1e3 + nanoseconds / 1e6;
}

/**
 * Timers and time functions, captured when this module is loaded, so that tests cannot fake them: work that waits for a faked timer
 * would block every store of the process.
 *
 * Imported from `node:timers`, since the global timers may belong to a test environment.
 */
export const realTime: RealTime = Object.freeze({
  setTimeout: timers.setTimeout,
  clearTimeout: timers.clearTimeout,
  setInterval: timers.setInterval,
  clearInterval: timers.clearInterval,
  setImmediate: timers.setImmediate,
  delay,
  elapsed,
  now: Date.now,
});

/** Captured, since a faked `Date` may format times differently. */
const RealDate = Date;

const SECOND_MS = 1000;
/** `000Z` */
const END_LENGTH = 4;
let lastTime = Number.NaN;
let lastText = "";
let lastSecond = Number.NaN;
let lastStart = "";

/** Formats a time as ISO 8601 in UTC. The last result and its second are cached, since many times that are formatted are close together. */
export function isoTime(time: number): string {
  if (time === lastTime) return lastText;
  const whole = Math.trunc(time); // As `Date` does.
  const second = Math.floor(whole / SECOND_MS);
  if (second !== lastSecond) {
    lastStart = new RealDate(second * SECOND_MS).toISOString().slice(0, -END_LENGTH);
    lastSecond = second;
  }
  lastText = `${lastStart}${String(whole - second * SECOND_MS).padStart(3, "0")}Z`;
  lastTime = time;
  return lastText;
}
