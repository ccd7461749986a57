import { realTime } from "../time/real-time.ts";
import type { Batch, Kind, Outcome, Output } from "./batch.ts";

/** Value or promise of a value: media that answer synchronously need no promise. */
export type Awaitable<T> = T | Promise<T>;

/** Transactions of a medium. Each method is called when no operation is running, and awaited before the next one is called. */
export interface Transactions {
  /** Starts a transaction: later operations take effect with `commit`. If it rejects, no transaction is open. */
  begin(): Awaitable<void>;
  /** Commits the transaction. Rejects if nothing since `begin` has taken effect. */
  commit(): Awaitable<void>;
  /** Undoes all operations since `begin`. */
  rollback(): Awaitable<void>;
}

type Outcomes = readonly Outcome<Output<Kind>>[];

interface UnsettledBatch {
  readonly batch: Batch;
  readonly outcomes: Outcomes;
}

/** Maximum number of operations in a transaction. */
const MAX_ITEMS = 1024;
/** Age in milliseconds up to which a transaction takes batches that were not waiting when it began. */
const MAX_AGE_MS = 5;

/**
 * Group commit: batches that wait at the same time share a transaction. Outcomes are reported only after the commit.
 *
 * A transaction takes the batches that were waiting when it began, and those that arrive in the {@link MAX_AGE_MS} after, up to
 * {@link MAX_ITEMS} operations: a caller waits for its commit, however many operations keep arriving.
 */
export class GroupCommit {
  /** True while a transaction is open. */
  isOpen = false;
  readonly #transactions: Transactions;
  #beganAt = 0;
  /** Number of operations in the open transaction. */
  #items = 0;
  /** Number of batches that were waiting when the transaction began and have not joined it yet; negative when others have. */
  #expected = 0;
  /** Number of batches that are being carried out. */
  #running = 0;
  #whenNoneRuns: (() => void) | undefined;
  /** Begin or end of a transaction that is going on; other batches in flight wait for it. */
  #transition: Promise<void> | undefined;
  #unsettled: UnsettledBatch[] = [];

  constructor(transactions: Transactions) {
    this.#transactions = transactions;
  }

  /**
   * Prepares the medium for a batch; returns a promise if that takes time. An open transaction takes the batch, or ends if it is full.
   *
   * @param needsTransaction The batch must be in a transaction, or shares one with a waiting batch.
   * @param waiting Number of waiting batches.
   * @throws what `begin` throws; the batch cannot be carried out then.
   */
  join(batch: Batch, needsTransaction: boolean, waiting: number): Awaitable<void> {
    if (this.#transition) return this.#transition.then(() => this.join(batch, needsTransaction, waiting));
    if (this.isOpen && this.#takes(batch)) return this.#add(batch);
    if (!this.isOpen && !needsTransaction) return this.#add(batch);
    return this.#change(batch, needsTransaction, waiting);
  }

  /** Settles a batch: after the commit if it is in a transaction, since its effects and what it has read could still be undone. */
  settle(batch: Batch, outcomes: Outcomes): void {
    if (this.isOpen) this.#unsettled.push({ batch, outcomes });
    else batch.settle(outcomes);
    if (--this.#running === 0) this.#whenNoneRuns?.();
  }

  /** Commits the open transaction, if there is one, and settles its batches. Never rejects. */
  end(): Promise<void> {
    if (this.#transition) return this.#transition.then(() => this.end());
    return this.isOpen ? this.#during(this.#commit()) : Promise.resolve();
  }

  async #commit(): Promise<void> {
    if (this.#running > 0) await this.#noneRuns();
    let failure: Error | undefined;
    try {
      await this.#transactions.commit();
    } catch (error) {
      failure = asError(error);
    }
    this.isOpen = false;
    const unsettled = this.#unsettled;
    this.#unsettled = [];
    for (const { batch, outcomes } of unsettled) {
      batch.settle(failure ? outcomes.map((outcome) => (isIndependent(outcome) ? outcome : failure)) : outcomes);
    }
  }

  /** Lets other batches wait for the begin or end of a transaction. */
  #during(transition: Promise<void>): Promise<void> {
    const over = (): void => {
      this.#transition = undefined;
    };
    this.#transition = transition.then(over, over);
    return transition;
  }

  #takes({ items }: Batch): boolean {
    if (this.#items + items.length > MAX_ITEMS) return false;
    return this.#expected > 0 || realTime.elapsed() - this.#beganAt < MAX_AGE_MS;
  }

  #add({ items }: Batch): undefined {
    this.#running++;
    this.#items += items.length;
    this.#expected--;
  }

  /** Ends the open transaction, and begins another if the batch needs it. */
  #change(batch: Batch, needsTransaction: boolean, waiting: number): Awaitable<void> {
    if (this.isOpen) return this.end().then(() => this.join(batch, needsTransaction, waiting));
    if (this.#running > 0) return this.#during(this.#noneRuns().then(() => this.#begin(batch, waiting)));
    const begun = this.#begin(batch, waiting);
    return begun instanceof Promise ? this.#during(begun) : begun;
  }

  #begin(batch: Batch, waiting: number): Awaitable<void> {
    const begun = this.#transactions.begin();
    if (begun instanceof Promise) return begun.then(() => this.#opened(batch, waiting));
    return this.#opened(batch, waiting);
  }

  #opened(batch: Batch, waiting: number): undefined {
    this.isOpen = true;
    this.#beganAt = realTime.elapsed();
    this.#items = 0;
    this.#expected = waiting + 1;
    return this.#add(batch);
  }

  #noneRuns(): Promise<void> {
    return new Promise((resolve) => {
      this.#whenNoneRuns = resolve;
    });
  }
}

/** Tells whether an outcome does not depend on the commit: the item has failed, or will be written later. */
function isIndependent(outcome: Outcomes[number]): boolean {
  return outcome instanceof Error || outcome instanceof Promise;
}

/** Converts any thrown value to an error. */
export function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error), { cause: error });
}
