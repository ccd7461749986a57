import { realTime } from "./real-time.ts";

/** Where the time comes from. Tests inject one that they move. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
}

/** The machine's clock, whatever a test makes of the global `Date`: to move time, a store is given a clock. */
export const systemClock: Clock = Object.freeze({ now: realTime.now });

/** A faked one may make something else of a time. */
const RealDate = Date;

let lastTime = Number.NaN;
let lastText = "";

/** A time as ISO 8601 in UTC. A batch asks for the same millisecond many times, so the last one is kept. */
export function isoTime(time: number): string {
  if (time !== lastTime) {
    lastText = new RealDate(time).toISOString();
    lastTime = time;
  }
  return lastText;
}
