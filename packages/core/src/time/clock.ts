import { realTime } from "./real-time.ts";

/** Source of the current time. Tests inject one that they control. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
}

/** Clock of the machine, independent of a faked global `Date`. To control the time of a store, pass it a clock. */
export const systemClock: Clock = Object.freeze({ now: realTime.now });

/** Captured, since a faked `Date` may format times differently. */
const RealDate = Date;

let lastTime = Number.NaN;
let lastText = "";

/** Formats a time as ISO 8601 in UTC. The last result is cached, since a batch formats the same time repeatedly. */
export function isoTime(time: number): string {
  if (time !== lastTime) {
    lastText = new RealDate(time).toISOString();
    lastTime = time;
  }
  return lastText;
}
