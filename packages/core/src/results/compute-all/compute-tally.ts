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

  /** Adds an outcome, and tells the caller at once. Resolves when the functions of the caller have ended. */
  async add(outcome: ItemOutcome<Item>): Promise<void> {
    if (outcome.status === "failed") {
      const { item, id, error } = outcome;
      this.#failed.push({ item, id, error });
    } else this.#counts[outcome.status]++;
    const { onOutcome, onProgress } = this.#plan;
    // As promises, so that no error is unhandled if both fail.
    const told: Promise<void>[] = [];
    if (onOutcome) told.push(call(onOutcome, outcome));
    if (onProgress) told.push(call(onProgress, this.#progress()));
    if (told.length > 0) await Promise.all(told);
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

async function call<T>(tell: (of: T) => unknown, of: T): Promise<void> {
  await tell(of);
}
