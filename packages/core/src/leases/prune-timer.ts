import { realTime } from "../time/real-time.ts";

/** Prunes a store at regular intervals. Does not keep the process alive. */
export class PruneTimer {
  readonly #timer: NodeJS.Timeout | undefined;

  /** @param intervalSeconds between two prunings; `undefined` to never prune. */
  constructor(store: { prune(): Promise<number> }, intervalSeconds: number | undefined) {
    if (intervalSeconds === undefined) return;
    // A failure is retried at the next interval; expired records count as absent in any case.
    this.#timer = realTime.setInterval(() => void store.prune().catch(() => {}), intervalSeconds * 1000).unref();
  }

  /** Stops pruning. */
  stop(): void {
    realTime.clearInterval(this.#timer);
  }
}
