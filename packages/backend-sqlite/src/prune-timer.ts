import { realTime } from "@results-manager/core";

/** Prunes a store now and then. It keeps no process alive. */
export class PruneTimer {
  readonly #timer: NodeJS.Timeout | undefined;

  /** @param intervalSeconds between two prunings; without it, there are none. */
  constructor(store: { prune(): Promise<number> }, intervalSeconds: number | undefined) {
    if (intervalSeconds === undefined) return;
    // What fails is tried again next time; what has expired is absent in any case.
    this.#timer = realTime.setInterval(() => void store.prune().catch(() => {}), intervalSeconds * 1000).unref();
  }

  /** Prunes no more. */
  stop(): void {
    realTime.clearInterval(this.#timer);
  }
}
