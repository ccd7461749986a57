import type { Batch, Kind, Outcome, Output } from "./batch.ts";

/** Value or promise of a value: media that answer synchronously need no promise. */
export type Awaitable<T> = T | Promise<T>;

/** Transactions of a medium. */
export interface Transactions {
  /** Starts a transaction: later operations take effect with `commit`. */
  begin(): void;
  /** Commits the transaction. Rejects if nothing since `begin` has taken effect. */
  commit(): Awaitable<void>;
  /** Undoes all operations since `begin`. */
  rollback(): void;
}

type Outcomes = readonly Outcome<Output<Kind>>[];

interface UnsettledBatch {
  readonly batch: Batch;
  readonly outcomes: Outcomes;
}

/**
 * Group commit: operations of one turn of the event loop share a transaction. Outcomes are reported only after the commit.
 *
 * A single operation is run without a transaction.
 */
export class GroupCommit {
  readonly #transactions: Transactions;
  #isOpen = false;
  #changes = false;
  #unsettled: UnsettledBatch[] = [];

  constructor(transactions: Transactions) {
    this.#transactions = transactions;
  }

  /** True while a transaction is open. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Prepares for a batch. `isLone` is true for a single operation with no other waiting. */
  join(batch: Batch, isLone: boolean): void {
    if (!this.#isOpen) {
      if (isLone) return;
      this.#isOpen = true;
      this.#transactions.begin();
    }
    this.#changes ||= batch.kind !== "read" && batch.kind !== "has";
  }

  /** Settles a batch after the commit if the transaction has changed anything, since that could still be undone; else immediately. */
  settle(batch: Batch, outcomes: Outcomes): void {
    if (this.#changes) this.#unsettled.push({ batch, outcomes });
    else batch.settle(outcomes);
  }

  /** Commits the open transaction, if there is one, and settles its batches. */
  async end(): Promise<void> {
    if (!this.#isOpen) return;
    let failure: Error | undefined;
    try {
      await this.#transactions.commit();
    } catch (error) {
      failure = asError(error);
    }
    this.#isOpen = false;
    this.#changes = false;
    const unsettled = this.#unsettled;
    this.#unsettled = [];
    for (const { batch, outcomes } of unsettled) {
      batch.settle(failure ? outcomes.map((outcome) => (isIndependent(outcome) ? outcome : failure)) : outcomes);
    }
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
