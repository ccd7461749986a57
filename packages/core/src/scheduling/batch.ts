import { withCallerStack } from "../errors/with-caller-stack.ts";
import type { FoundRecord } from "../records/record.ts";
import type {
  ChangeOutcome,
  LazyWrite,
  RecordChange,
  RecordRemoval,
  RecordWrite,
  Space,
  WriteOutcome,
} from "../records/storage-backend.ts";

/** The outcome of one item of a batch: an error fails that item alone. */
export type Outcome<T> = T | Error;

/** What each kind of operation is given and gives back, item by item. */
export interface Operations {
  read: { item: string; result: FoundRecord };
  has: { item: string; result: boolean };
  write: { item: RecordWrite; result: WriteOutcome };
  change: { item: RecordChange; result: ChangeOutcome };
  remove: { item: RecordRemoval; result: boolean };
  confirm: { item: string; result: undefined };
}

/** A kind of operation. */
export type Kind = keyof Operations;

/** What an item may be given as. */
export type Input<K extends Kind> = K extends "write" ? RecordWrite | LazyWrite : Operations[K]["item"];

/** What one item comes to. */
export type Result<K extends Kind> = Operations[K]["result"];

/** What whoever asked takes: at once, but for a write that waits for its schema. */
export type Output<K extends Kind> = K extends "write" ? Result<K> | Promise<Result<K>> : Result<K>;

/**
 * Items that go to the medium together. Whoever asked for one waits for all of them, by one promise that they share: thousands may
 * wait, and each allocation counts.
 */
export class Batch<K extends Kind = Kind> {
  readonly kind: K;
  readonly space: Space;
  readonly items: Input<K>[] = [];
  /** Resolves, and is never rejected, when there are outcomes. */
  readonly settled: Promise<void>;
  #outcomes: readonly Outcome<Output<K>>[] = [];
  #settle!: () => void;

  constructor(kind: K, space: Space) {
    this.kind = kind;
    this.space = space;
    this.settled = new Promise((resolve) => {
      this.#settle = resolve;
    });
  }

  /** @param outcomes one an item; a promise where it comes later. */
  settle(outcomes: readonly Outcome<Output<K>>[]): void {
    this.#outcomes = outcomes;
    this.#settle();
  }

  /** What an item comes to, once the batch is settled. */
  outcomeOf(index: number): Outcome<Output<K>> {
    return this.#outcomes[index] as Outcome<Output<K>>;
  }
}

/** One call's place in a batch. */
export class Place<K extends Kind> {
  /** Resolves, and is never rejected, when the item can be taken. */
  readonly settled: Promise<void>;
  readonly #batch: Batch<K>;
  readonly #index: number;

  /** Takes the next place of a batch. */
  constructor(batch: Batch<K>, item: Input<K>) {
    this.settled = batch.settled;
    this.#batch = batch;
    this.#index = batch.items.push(item) - 1;
  }

  /** What the item comes to; throws where it failed. */
  take(): Output<K> {
    const { outcome } = this;
    if (outcome instanceof Error) throw withCallerStack(outcome);
    return outcome;
  }

  /** The same, when it can be taken. */
  taken(): Promise<Result<K>> {
    return this.settled.then(() => this.take() as Result<K> | Promise<Result<K>>);
  }

  /** Resolves, and is never rejected, when the item is done: a write that waits for its schema, too. */
  finished(): Promise<void> {
    return this.settled.then(() => (this.outcome instanceof Promise ? this.outcome.then(ignore, ignore) : undefined));
  }

  /** The same, as it is. */
  get outcome(): Outcome<Output<K>> {
    return this.#batch.outcomeOf(this.#index);
  }
}

function ignore(): void {}
