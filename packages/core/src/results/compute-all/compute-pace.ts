import { realTime } from "../../time/real-time.ts";

/** Time of a computation beside which that of the store counts, and for which an item that is claimed ahead waits at most. */
const QUICK_MS = 100;
/** Number of quick computations after which the next are expected to be quick, too. */
const EXPECTED_AFTER = 8;

/**
 * Pace of the computations of a list. While they are quick, the store would take a large part of the time: then the next items are claimed
 * while others are computed. Slow ones are not, since other processes could compute what waits here.
 */
export class ComputePace {
  #quickOnes = 0;

  /** Longest wait of a claimed item for its computation; `undefined` if no item is claimed ahead. */
  get aheadMs(): number | undefined {
    return this.#quickOnes >= EXPECTED_AFTER ? QUICK_MS : undefined;
  }

  /** Runs a computation, and notes its time. */
  async measure<T>(compute: () => T): Promise<Awaited<T>> {
    const start = realTime.elapsed();
    const result = await compute();
    if (realTime.elapsed() - start > QUICK_MS) this.noteSlow();
    else this.#quickOnes++;
    return result;
  }

  /** Notes that a computation takes long. */
  noteSlow(): void {
    this.#quickOnes = 0;
  }
}
