import { realTime } from "@results-manager/core/internal";

/** Time until which an operation has to be done. */
export class Deadline {
  /** The time, as `realTime.elapsed()` tells it. */
  readonly endsAt: number;

  constructor(withinMs: number) {
    this.endsAt = realTime.elapsed() + withinMs;
  }

  /** Milliseconds that are left, and at least one: timers take no time for none. */
  get leftMs(): number {
    return Math.max(1, Math.ceil(this.endsAt - realTime.elapsed()));
  }

  get isOver(): boolean {
    return realTime.elapsed() >= this.endsAt;
  }
}
