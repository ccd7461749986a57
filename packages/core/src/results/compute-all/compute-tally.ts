import { realTime } from "../../time/real-time.ts";
import type { ComputeAllSummary, ComputeProgress, FailedItem, ItemOutcome } from "./compute-all-options.ts";
import type { ComputePlan } from "./parse-plan.ts";

/** Counts of a list of computations, which it tells the caller. */
export class ComputeTally<Item> {
  readonly #plan: ComputePlan<Item>;
  readonly #start: number = realTime.elapsed();
  readonly #counts = { computed: 0, found: 0 };
  readonly #failed: FailedItem<Item>[] = [];

  constructor(plan: ComputePlan<Item>) {
    this.#plan = plan;
  }

  add(outcome: ItemOutcome<Item>): void {
    if (outcome.status === "failed") {
      const { item, id, error } = outcome;
      this.#failed.push({ item, id, error });
    } else this.#counts[outcome.status]++;
    this.#plan.onOutcome?.(outcome);
    this.#plan.onProgress?.(this.#progress());
  }

  get summary(): ComputeAllSummary<Item> {
    return { ...this.#counts, failed: this.#failed };
  }

  #progress(): ComputeProgress {
    const total = this.#plan.items.length;
    const done = this.#counts.computed + this.#counts.found + this.#failed.length;
    const perSecond = (done * 1000) / Math.max(1, realTime.elapsed() - this.#start);
    return { ...this.#counts, failed: this.#failed.length, total, perSecond, secondsLeft: (total - done) / perSecond };
  }
}
