import type { Target } from "./queued-call.ts";

/** A value, or a promise of it: media that answer at once need no promise. */
export type Awaitable<T> = T | Promise<T>;

/** How a medium makes several operations take effect together. */
export interface Transactions {
  /** From here on, what is done takes effect with `commit`. */
  begin(): void;
  /** Rejected when nothing since `begin` has taken effect. */
  commit(): Awaitable<void>;
}

interface Held {
  readonly targets: readonly Target[];
  readonly outcomes: readonly unknown[];
}

/**
 * What one turn asks of a medium that has transactions: nobody is told of an outcome before it has taken effect.
 *
 * A lone operation needs no transaction around it, and gets none.
 */
export class TransactionGroup {
  readonly #transactions: Transactions;
  #isOpen = false;
  #held: Held[] = [];

  constructor(transactions: Transactions) {
    this.#transactions = transactions;
  }

  /** Called before a batch; `isLone` when it is a single operation and nothing else is asked for. */
  join(isLone: boolean): void {
    if (this.#isOpen || isLone) return;
    this.#isOpen = true;
    this.#transactions.begin();
  }

  /** Keeps outcomes back until the transaction has ended; false where there is none, and they can be told at once. */
  hold(targets: readonly Target[], outcomes: readonly unknown[]): boolean {
    if (this.#isOpen) this.#held.push({ targets, outcomes });
    return this.#isOpen;
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
    const held = this.#held;
    this.#held = [];
    for (const { targets, outcomes } of held) {
      for (const [i, target] of targets.entries()) {
        const outcome = outcomes[i];
        target.settle(outcome instanceof Error ? outcome : (failure ?? outcome));
      }
    }
  }
}

/** Whatever was thrown, as an error. */
export function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error), { cause: error });
}
