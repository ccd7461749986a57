import type { LazyWrite, RecordRemoval, RecordWrite, Space } from "./storage-backend.ts";

/** What one item of a call is about. */
export type QueuedItem = string | RecordWrite | LazyWrite | RecordRemoval;

/** Where the outcome of one item goes. */
export interface Target {
  readonly item: QueuedItem;
  settle(outcome: unknown): void;
}

/** A call about one item, which most calls are; thousands may wait, so it holds nothing else. */
export class QueuedItemCall implements Target {
  readonly kind: string;
  readonly space: Space;
  readonly item: QueuedItem;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;

  constructor(
    kind: string,
    space: Space,
    item: QueuedItem,
    resolve: (result: unknown) => void,
    reject: (error: unknown) => void,
  ) {
    this.kind = kind;
    this.space = space;
    this.item = item;
    this.resolve = resolve;
    this.reject = reject;
  }

  settle(outcome: unknown): void {
    if (outcome instanceof Error) this.reject(outcome);
    else this.resolve(outcome);
  }
}

/** A call about many items: settled when the last of them is, with all results or the first error in the order of the items. */
export class QueuedBatchCall {
  readonly kind: string;
  readonly space: Space;
  readonly #items: readonly QueuedItem[];
  readonly #resolve: (results: unknown[]) => void;
  readonly #reject: (error: unknown) => void;
  readonly #outcomes: unknown[];
  #taken = 0;
  #open: number;

  constructor(
    kind: string,
    space: Space,
    items: readonly QueuedItem[],
    resolve: (results: unknown[]) => void,
    reject: (error: unknown) => void,
  ) {
    this.kind = kind;
    this.space = space;
    this.#items = items;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#outcomes = new Array(items.length);
    this.#open = items.length;
  }

  /** The target of the next item; `undefined` when all have been taken. */
  next(): Target | undefined {
    const index = this.#taken;
    if (index === this.#items.length) return undefined;
    this.#taken++;
    return { item: this.#items[index] as QueuedItem, settle: (outcome) => this.#settle(index, outcome) };
  }

  #settle(index: number, outcome: unknown): void {
    this.#outcomes[index] = outcome;
    if (--this.#open > 0) return;
    const error = this.#outcomes.find((each) => each instanceof Error);
    if (error === undefined) this.#resolve(this.#outcomes);
    else this.#reject(error);
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
