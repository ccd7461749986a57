import type { Clock } from "@results-manager/core";

/** A clock that changes only when it is moved. */
export class ManualClock implements Clock {
  #time: number;

  /** Starts at `time`, milliseconds since the Unix epoch. */
  constructor(time: number = Date.UTC(2026, 0, 1)) {
    this.#time = time;
  }

  /** Returns the current time, in milliseconds since the Unix epoch. */
  now(): number {
    return this.#time;
  }

  /** Moves the clock by a number of seconds, exact to the millisecond; negative numbers move it back. */
  advance(seconds: number): void {
    this.#time += Math.round(seconds * 1000);
  }
}
