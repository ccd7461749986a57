import type { Batch, Kind, Outcome, Output } from "./batch.ts";

/** A value, or a promise of it: media that answer at once need no promise. */
export type Awaitable<T> = T | Promise<T>;

/** How a medium makes several operations take effect together. */
export interface Transactions {
  /** From here on, what is done takes effect with `commit`. */
  begin(): void;
  /** Rejected when nothing since `begin` has taken effect. */
  commit(): Awaitable<void>;
  /** Undoes what has been done since `begin`. */
  rollback(): void;
}

type Outcomes = readonly Outcome<Output<Kind>>[];

interface Held {
  readonly batch: Batch;
  readonly outcomes: Outcomes;
}

/**
 * What one turn asks of a medium that has transactions: nobody is told of an outcome before it has taken effect.
 *
 * A lone operation needs no transaction around it, and gets none.
 */
export class GroupCommit {
  readonly #transactions: Transactions;
  #isOpen = false;
  #changes = false;
  #held: Held[] = [];

  constructor(transactions: Transactions) {
    this.#transactions = transactions;
  }

  /** Something is within the transaction. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Called before a batch; `isLone` when it is a single operation and nothing else is asked for. */
  join(batch: Batch, isLone: boolean): void {
    if (!this.#isOpen) {
      if (isLone) return;
      this.#isOpen = true;
      this.#transactions.begin();
    }
    this.#changes ||= batch.kind !== "read" && batch.kind !== "has";
  }

  /**
   * Settles a batch when the transaction has ended, where it may show what could still be undone; else at once.
   */
  settle(batch: Batch, outcomes: Outcomes): void {
    if (this.#changes) this.#held.push({ batch, outcomes });
    else batch.settle(outcomes);
  }

  /** Ends the transaction, if there is one, and tells everyone. */
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
    const held = this.#held;
    this.#held = [];
    for (const { batch, outcomes } of held) {
      batch.settle(failure ? outcomes.map((outcome) => (isOver(outcome) ? outcome : failure)) : outcomes);
    }
  }
}

/** It failed by itself, or will be written later. */
function isOver(outcome: Outcomes[number]): boolean {
  return outcome instanceof Error || outcome instanceof Promise;
}

/** Whatever was thrown, as an error. */
export function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error), { cause: error });
}
