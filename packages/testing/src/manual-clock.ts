import type { Clock } from "@results-manager/core";

/** A clock that stands still until it is moved. */
export class ManualClock implements Clock {
  #time: number;

  /** Starts at `time`, milliseconds since the Unix epoch. */
  constructor(time: number = Date.UTC(2026, 0, 1)) {
    this.#time = time;
  }

  /** The time it shows, in milliseconds since the Unix epoch. */
  now(): number {
    return this.#time;
  }

  /** Moves it on by so many seconds, to the millisecond; back, where they are negative. */
  advance(seconds: number): void {
    this.#time += Math.round(seconds * 1000);
  }
}
