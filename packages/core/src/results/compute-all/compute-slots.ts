import { realTime } from "../../time/real-time.ts";

/** Place of one computation among those that run at the same time. Given back once, however often that is asked for. */
export interface ComputeSlot {
  release(): void;
}

/** Places for the computations of a list that run at the same time. */
export class ComputeSlots {
  /** Negative while more are occupied than there are. */
  #free: number;
  readonly #waiting = new Set<(slot: ComputeSlot) => void>();

  constructor(count: number) {
    this.#free = count;
  }

  /** Waits for a free slot; in the order of the calls. */
  take(): Promise<ComputeSlot>;
  /** Waits for a free slot, but no longer than some milliseconds: then returns `undefined`. */
  take(withinMs: number | undefined): Promise<ComputeSlot | undefined>;
  async take(withinMs?: number): Promise<ComputeSlot | undefined> {
    if (this.#free > 0) return this.occupy();
    return new Promise((resolve) => {
      const give = (slot: ComputeSlot | undefined): void => {
        realTime.clearTimeout(timer);
        this.#waiting.delete(give);
        resolve(slot);
      };
      const timer = withinMs === undefined ? undefined : realTime.setTimeout(() => give(undefined), withinMs);
      this.#waiting.add(give);
    });
  }

  /** Occupies a slot at once. If none is free, the next one that is released is not given to others. */
  occupy(): ComputeSlot {
    this.#free--;
    let isHeld = true;
    const release = (): void => {
      if (isHeld) this.#giveBack();
      isHeld = false;
    };
    return { release };
  }

  #giveBack(): void {
    this.#free++;
    for (const give of this.#waiting) {
      if (this.#free <= 0) return;
      give(this.occupy());
    }
  }
}
