import type { StorageAccess } from "../../storage/storage-access.ts";
import { FailedComputation } from "../failed-computation.ts";
import { isRecordError } from "../record-failures.ts";
import type { ComputeContext } from "../results-options.ts";
import { type Candidate, Candidates } from "./candidates.ts";
import type { ComputeAllSummary, ItemOutcome } from "./compute-all-options.ts";
import { ComputePace } from "./compute-pace.ts";
import { type ComputeSlot, ComputeSlots } from "./compute-slots.ts";
import { ComputeTally } from "./compute-tally.ts";
import { type ComputePlan, checkPause, type PlannedItem } from "./parse-plan.ts";
import { pause } from "./pause.ts";

/** Number of workers for each computation at a time: while it runs, others claim the next item, and store results. */
const WORKERS = 4;
/** Outcome of an attempt for an item that is left for later, since another process computes it. */
const BUSY: unique symbol = Symbol("busy");

/** Refuses to wait for another process. */
export function throwBusy(): never {
  throw BUSY;
}

/** Options of one attempt. */
export interface AttemptOptions {
  /** It waits for another process that computes the result; otherwise it ends by {@link throwBusy}. */
  readonly isPatient: boolean;
  /** The result has just been looked for, and was not stored. */
  readonly isMissing: boolean;
  readonly signal: AbortSignal;
}

/** Returns the stored result of an id, or computes it. @throws {FailedComputation} when the function that computes it throws. */
export type Attempt = (
  id: string,
  compute: (context: ComputeContext) => unknown,
  options: AttemptOptions,
) => Promise<unknown>;

/** Work of a worker at one item. */
interface Turn {
  /** It waits for another process that computes the result. */
  readonly isPatient: boolean;
  /** Longest wait for a slot to compute in, where the item is claimed ahead. */
  readonly aheadMs: number | undefined;
  /** Slot for the computation. */
  slot: ComputeSlot | undefined;
  /** Slot of an item that is claimed ahead, until it is computed. */
  readonly claim: ComputeSlot | undefined;
}

/**
 * List of computations that several processes share. An item that another process is computing is skipped, and looked at again when all others
 * are done.
 */
export class ComputeAll<Item> {
  readonly #plan: ComputePlan<Item>;
  readonly #attempt: Attempt;
  readonly #tally: ComputeTally<Item>;
  readonly #candidates: Candidates<Item>;
  readonly #slots: ComputeSlots;
  /** Slots for items that are claimed ahead. */
  readonly #claims: ComputeSlots;
  readonly #pace = new ComputePace();
  readonly #controller = new AbortController();
  /** Error that has ended the list: it may be `undefined`, which is no reason of a signal. */
  #failure: { readonly error: unknown } | undefined;

  constructor(access: StorageAccess, plan: ComputePlan<Item>, attempt: Attempt) {
    this.#plan = plan;
    this.#attempt = attempt;
    this.#tally = new ComputeTally(plan);
    this.#candidates = new Candidates(access, plan, this.#tally);
    this.#slots = new ComputeSlots(plan.concurrency);
    this.#claims = new ComputeSlots(plan.concurrency);
  }

  /**
   * Computes the items.
   *
   * @throws the reason of the signal; the error of the store; with `onError: 'throw'`, that of the first item that fails. Running computations
   * are aborted and awaited first.
   */
  async run(): Promise<ComputeAllSummary<Item>> {
    const { items, signal } = this.#plan;
    signal?.throwIfAborted();
    const abort = (): void => this.#controller.abort(signal?.reason);
    signal?.addEventListener("abort", abort);
    try {
      await this.#pass(await this.#pass(items, false), true);
      return this.#tally.summary;
    } finally {
      signal?.removeEventListener("abort", abort);
    }
  }

  /** Computes items, some at a time; returns those that another process computes. */
  async #pass(items: readonly PlannedItem<Item>[], isPatient: boolean): Promise<readonly PlannedItem<Item>[]> {
    const busy: PlannedItem<Item>[] = [];
    const candidates = this.#candidates.of(items, this.#controller.signal);
    const work = async (): Promise<void> => {
      while (await this.#settleNext(candidates, isPatient, busy));
    };
    await Promise.all(Array.from({ length: Math.min(WORKERS * this.#plan.concurrency, items.length) }, work));
    if (this.#failure) throw this.#failure.error;
    this.#controller.signal.throwIfAborted();
    return busy;
  }

  /** Settles the next item; `false` if there is none, or the list has ended. */
  async #settleNext(
    candidates: AsyncGenerator<Candidate<Item>, void, undefined>,
    isPatient: boolean,
    busy: PlannedItem<Item>[],
  ): Promise<boolean> {
    const turn = await this.#begin(isPatient);
    try {
      const { done, value } = await candidates.next();
      if (done) return false;
      this.#controller.signal.throwIfAborted(); // Another worker may have ended the list meanwhile.
      if (!(await this.#settle(value, turn))) busy.push(value.planned);
      return true;
    } catch (error) {
      if (!this.#controller.signal.aborted) {
        this.#failure = { error };
        this.#controller.abort(error); // The other workers end, too.
      }
      return false;
    } finally {
      turn.slot?.release();
      turn.claim?.release();
    }
  }

  /** Waits until an item may be claimed: ahead, if computations are quick, or in the slot for its computation. */
  async #begin(isPatient: boolean): Promise<Turn> {
    if (!isPatient && this.#pace.aheadMs !== undefined) {
      const claim = await this.#claims.take();
      const { aheadMs } = this.#pace;
      if (aheadMs !== undefined) return { isPatient, aheadMs, claim, slot: undefined };
      claim.release();
    }
    return { isPatient, aheadMs: undefined, claim: undefined, slot: await this.#slots.take() };
  }

  /** Computes the result of an item, in several attempts if need be; `false` if another process does. */
  async #settle(candidate: Candidate<Item>, turn: Turn): Promise<boolean> {
    const { retries, backoff, stopsOnError } = this.#plan;
    for (let attempt = 1; ; attempt++) {
      const outcome = await this.#try(candidate, turn);
      if (outcome === BUSY || (outcome.status === "found" && candidate.isMissing)) this.#candidates.meetAt(candidate);
      if (outcome === BUSY) return false;
      if (outcome.status === "failed" && attempt <= retries) {
        await pause(checkPause(backoff(attempt)), this.#controller.signal);
        continue;
      }
      if (outcome.status === "failed" && stopsOnError) throw outcome.error;
      turn.slot ??= this.#slots.occupy(); // No item is begun in its place until the caller has been told.
      await this.#tally.add(outcome);
      return true;
    }
  }

  /** Tries to compute the result of an item. @throws an error of the store, and the reason of the signal. */
  async #try({ planned, isMissing }: Candidate<Item>, turn: Turn): Promise<ItemOutcome<Item> | typeof BUSY> {
    const { signal } = this.#controller;
    const { item, id } = planned;
    let hasRun = false;
    const compute = async (context: ComputeContext): Promise<unknown> => {
      await this.#enterSlot(turn, context);
      hasRun = true;
      const value = await this.#pace.measure(() => this.#plan.compute(item, context));
      turn.slot?.release(); // The next item is computed while this result is stored.
      turn.slot = undefined;
      return value;
    };
    try {
      await this.#attempt(id, compute, { isPatient: turn.isPatient, isMissing, signal });
      return { status: hasRun ? "computed" : "found", ...planned };
    } catch (error) {
      const cause = error instanceof FailedComputation ? error.cause : error;
      if (cause === BUSY) return BUSY;
      signal.throwIfAborted();
      if (!(error instanceof FailedComputation || isRecordError(error))) throw error;
      return { status: "failed", ...planned, error: cause };
    }
  }

  /** Waits for the slot of an item that was claimed ahead. @throws BUSY after some time: other processes may have a free one. */
  async #enterSlot(turn: Turn, { signal }: ComputeContext): Promise<void> {
    if (turn.slot) return;
    turn.slot = await this.#slots.take(turn.aheadMs);
    turn.claim?.release();
    if (!turn.slot) {
      this.#pace.noteSlow();
      throwBusy();
    }
    if (signal.aborted) turn.slot.release();
    signal.throwIfAborted();
  }
}
