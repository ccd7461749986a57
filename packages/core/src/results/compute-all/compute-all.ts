import { untilAborted } from "../../leases/until-aborted.ts";
import { shouldYield, yieldToEventLoop } from "../../scheduling/event-loop.ts";
import type { StorageAccess } from "../../storage/storage-access.ts";
import { realTime } from "../../time/real-time.ts";
import { FailedComputation } from "../failed-computation.ts";
import { readEach } from "../lookup/read-range.ts";
import { isRecordError } from "../record-failures.ts";
import type { ComputeContext } from "../results-options.ts";
import type { ComputeAllSummary, ItemOutcome } from "./compute-all-options.ts";
import { ComputeTally } from "./compute-tally.ts";
import { type ComputePlan, checkPause, type PlannedItem } from "./parse-plan.ts";

/** Number of results that are looked for together. */
const LOOK_AHEAD = 64;
/** Outcome of an attempt for an item that another process computes. */
const BUSY: unique symbol = Symbol("busy");

/** Refuses to wait for another process. */
export function throwBusy(): never {
  throw BUSY;
}

/** Options of one attempt. */
export interface AttemptOptions {
  /** It waits for another process that computes the result; otherwise it ends by {@link throwBusy}. */
  readonly isPatient: boolean;
  readonly signal: AbortSignal;
}

/** Returns the stored result of an id, or computes it. @throws {FailedComputation} when the function that computes it throws. */
export type Attempt = (
  id: string,
  compute: (context: ComputeContext) => unknown,
  options: AttemptOptions,
) => Promise<unknown>;

/**
 * List of computations that several processes share. An item that another process is computing is skipped, and looked at again when all others
 * are done.
 */
export class ComputeAll<Item> {
  readonly #access: StorageAccess;
  readonly #plan: ComputePlan<Item>;
  readonly #attempt: Attempt;
  readonly #tally: ComputeTally<Item>;
  readonly #controller = new AbortController();
  /** Error that has ended the list: it may be `undefined`, which is no reason of a signal. */
  #failure: { readonly error: unknown } | undefined;

  constructor(access: StorageAccess, plan: ComputePlan<Item>, attempt: Attempt) {
    this.#access = access;
    this.#plan = plan;
    this.#attempt = attempt;
    this.#tally = new ComputeTally(plan);
  }

  /**
   * Computes the items.
   *
   * @throws the reason of the signal; the error of the store; with `onError: 'throw'`, that of the first item that fails. Running computations
   * are aborted and awaited first.
   */
  async run(): Promise<ComputeAllSummary<Item>> {
    const { signal } = this.#plan;
    signal?.throwIfAborted();
    const abort = (): void => this.#controller.abort(signal?.reason);
    signal?.addEventListener("abort", abort, { once: true });
    try {
      const { items } = this.#plan;
      // Processes that share a list begin at different items, and seldom meet.
      const start = Math.floor(Math.random() * items.length);
      const busy = await this.#pass([...items.slice(start), ...items.slice(0, start)], false);
      await this.#pass(busy, true);
      return this.#tally.summary;
    } finally {
      signal?.removeEventListener("abort", abort);
    }
  }

  /** Computes items, some at a time; returns those that another process computes. */
  async #pass(items: readonly PlannedItem<Item>[], isPatient: boolean): Promise<readonly PlannedItem<Item>[]> {
    const busy: PlannedItem<Item>[] = [];
    const missing = this.#missing(items);
    const work = async (): Promise<void> => {
      for await (const planned of missing) if (!(await this.#settle(planned, isPatient))) busy.push(planned);
    };
    const workers = Array.from({ length: Math.min(this.#plan.concurrency, items.length) }, () =>
      work().catch((error: unknown) => {
        if (this.#controller.signal.aborted) return;
        this.#failure = { error };
        this.#controller.abort(error); // The other workers end, too.
      }),
    );
    await Promise.all(workers);
    if (this.#failure) throw this.#failure.error;
    this.#controller.signal.throwIfAborted();
    return busy;
  }

  /** Yields the items without a result; the others are counted. */
  async *#missing(items: readonly PlannedItem<Item>[]): AsyncGenerator<PlannedItem<Item>, void, undefined> {
    for (let at = 0; at < items.length; at += LOOK_AHEAD) {
      const next = items.slice(at, at + LOOK_AHEAD);
      const found = await readEach(
        this.#access,
        "results",
        next.map(({ id }) => id),
      );
      for (const [i, planned] of next.entries()) {
        this.#controller.signal.throwIfAborted();
        const record = found[i];
        const { name, version } = this.#plan.model;
        // A record that must be upgraded, or cannot be read, is left to the attempt, which says so.
        const isCurrent =
          record !== undefined &&
          !(record instanceof Error) &&
          record.corrupt === undefined &&
          record.modelName === name &&
          record.version === version;
        if (isCurrent) await this.#tally.add({ status: "found", ...planned });
        else yield planned;
        if (shouldYield()) await yieldToEventLoop();
      }
    }
  }

  /** Computes the result of an item, in several attempts if need be; `false` if another process does. */
  async #settle(planned: PlannedItem<Item>, isPatient: boolean): Promise<boolean> {
    const { retries, backoff, stopsOnError } = this.#plan;
    const { signal } = this.#controller;
    for (let attempt = 1; ; attempt++) {
      const outcome = await this.#try(planned, isPatient);
      if (outcome === BUSY) return false;
      const isFinal = outcome.status !== "failed" || attempt > retries;
      if (!isFinal) {
        await pause(checkPause(backoff(attempt)), signal);
        continue;
      }
      if (outcome.status === "failed" && stopsOnError) throw outcome.error;
      await this.#tally.add(outcome);
      return true;
    }
  }

  /** Tries to compute the result of an item. @throws an error of the store, and the reason of the signal. */
  async #try(planned: PlannedItem<Item>, isPatient: boolean): Promise<ItemOutcome<Item> | typeof BUSY> {
    const { signal } = this.#controller;
    let hasRun = false;
    const compute = (context: ComputeContext): unknown => {
      hasRun = true;
      return this.#plan.compute(planned.item, context);
    };
    try {
      await this.#attempt(planned.id, compute, { isPatient, signal });
      return { status: hasRun ? "computed" : "found", ...planned };
    } catch (error) {
      if (error === BUSY) return BUSY;
      signal.throwIfAborted();
      if (error instanceof FailedComputation) return { status: "failed", ...planned, error: error.cause };
      if (!isRecordError(error)) throw error;
      return { status: "failed", ...planned, error };
    }
  }
}

/** Waits, unless the signal is aborted: then no timer is left. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const elapsed = new Promise<void>((resolve) => {
    timer = realTime.setTimeout(resolve, ms);
  });
  await untilAborted(elapsed, signal).finally(() => realTime.clearTimeout(timer));
}
