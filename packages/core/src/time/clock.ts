import { realTime } from "./real-time.ts";

/** Source of the current time. Tests inject one that they control. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
}

/** Clock of the machine, independent of a faked global `Date`. To control the time of a store, pass it a clock. */
export const systemClock: Clock = Object.freeze({ now: realTime.now });
