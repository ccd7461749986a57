import type { LazyWrite, RecordRemoval, RecordWrite, Space } from "./storage-backend.ts";

/** What one item of a call is about. */
export type QueuedItem = string | RecordWrite | LazyWrite | RecordRemoval;

/** Where the outcome of one item goes. */
export interface Target {
  readonly item: QueuedItem;
  settle(outcome: unknown): void;
}

/** One call of one item or many, and who waits for it. */
export class QueuedCall implements Target {
  readonly kind: string;
  readonly space: Space;
  readonly items: readonly QueuedItem[];
  readonly resolve: (results: unknown[]) => void;
  readonly reject: (error: unknown) => void;
  /** How many items have been taken from the queue. */
  taken = 0;

  constructor(
    kind: string,
    space: Space,
    items: readonly QueuedItem[],
    resolve: (results: unknown[]) => void,
    reject: (error: unknown) => void,
  ) {
    this.kind = kind;
    this.space = space;
    this.items = items;
    this.resolve = resolve;
    this.reject = reject;
  }

  /** Most calls have one item: then the call is its own target. */
  get item(): QueuedItem {
    return this.items[0] as QueuedItem;
  }

  settle(outcome: unknown): void {
    if (outcome instanceof Error) this.reject(outcome);
    else this.resolve([outcome]);
  }

  /** The target of the next item. */
  next(): Target {
    const index = this.taken++;
    return this.items.length === 1 ? this : this.#gatherer(index);
  }

  #results: unknown[] | undefined;
  #open = 0;
  #error: Error | undefined;

  #gatherer(index: number): Target {
    if (!this.#results) {
      this.#results = new Array(this.items.length);
      this.#open = this.items.length;
    }
    return { item: this.items[index] as QueuedItem, settle: (outcome) => this.#gather(index, outcome) };
  }

  #gather(index: number, outcome: unknown): void {
    const results = this.#results as unknown[];
    if (outcome instanceof Error) this.#error ??= outcome;
    else results[index] = outcome;
    if (--this.#open > 0) return;
    if (this.#error) this.reject(this.#error);
    else this.resolve(results);
  }
}

/** Work that has the queue to itself when its turn comes. */
export class QueuedTask {
  readonly #task: () => Promise<unknown>;
  readonly #resolve: (result: unknown) => void;
  readonly #reject: (error: unknown) => void;

  constructor(task: () => Promise<unknown>, resolve: (result: unknown) => void, reject: (error: unknown) => void) {
    this.#task = task;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  /** Does it, and tells whoever waits; never rejected. */
  async run(): Promise<void> {
    try {
      this.#resolve(await this.#task());
    } catch (error) {
      this.#reject(error);
    }
  }
}
