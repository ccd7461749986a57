import { realTime } from "@results-manager/core/internal";

/** Something that is waited for until a time of `realTime.elapsed()`. */
export interface Limited {
  readonly endsAt: number;
  /** Ends it, since its time is over. */
  expire(): void;
}

/** Ends what takes too long, with one timer for all: most is over long before, and a timer for each would be made and cleared each time. */
class TimeLimits {
  readonly #waiting = new Set<Limited>();
  #timer: NodeJS.Timeout | undefined;
  #firesAt = Number.POSITIVE_INFINITY;

  add(limited: Limited): void {
    this.#waiting.add(limited);
    if (limited.endsAt < this.#firesAt) this.#setTimer(limited.endsAt);
  }

  delete(limited: Limited): void {
    this.#waiting.delete(limited);
  }

  #setTimer(at: number): void {
    realTime.clearTimeout(this.#timer);
    this.#firesAt = at;
    this.#timer = realTime.setTimeout(() => this.#look(), Math.max(1, Math.ceil(at - realTime.elapsed())));
    this.#timer.unref();
  }

  #look(): void {
    const now = realTime.elapsed();
    this.#firesAt = Number.POSITIVE_INFINITY;
    for (const limited of [...this.#waiting].filter(({ endsAt }) => endsAt <= now)) {
      this.#waiting.delete(limited);
      limited.expire();
    }
    let next = Number.POSITIVE_INFINITY;
    for (const { endsAt } of this.#waiting) next = Math.min(next, endsAt);
    if (next < this.#firesAt) this.#setTimer(next);
  }
}

/** Limits of all statements of the process. */
export const timeLimits: TimeLimits = new TimeLimits();
