import { withCallerStack } from "../errors/with-caller-stack.ts";
import type { FoundRecord } from "../records/record.ts";
import type { Space } from "../records/space.ts";
import type {
  ChangeOutcome,
  LazyWrite,
  RecordChange,
  RecordRemoval,
  RecordWrite,
  WriteOutcome,
} from "../records/storage-backend.ts";
import { AccessedKeys } from "./accessed-keys.ts";

/** Outcome of one item of a batch. An error fails only that item. */
export type Outcome<T> = T | Error;

/** Item and result type of each kind of operation. */
export interface Operations {
  read: { item: string; result: FoundRecord };
  has: { item: string; result: boolean };
  write: { item: RecordWrite; result: WriteOutcome };
  change: { item: RecordChange; result: ChangeOutcome };
  remove: { item: RecordRemoval; result: boolean };
  confirm: { item: string; result: undefined };
}

/** Kind of an operation. */
export type Kind = keyof Operations;

/** Tells whether operations of a kind change nothing, so that their order among each other does not matter. */
export function isReading(kind: Kind): boolean {
  return kind === "read" || kind === "has";
}

/** Type in which a caller passes an item; a write may be computed later. */
export type Input<K extends Kind> = K extends "write" ? RecordWrite | LazyWrite : Operations[K]["item"];

/** Result of one item. */
export type Result<K extends Kind> = Operations[K]["result"];

/** Result of one item once the batch is settled; a promise only for a write with an asynchronous schema. */
export type Output<K extends Kind> = K extends "write" ? Result<K> | Promise<Result<K>> : Result<K>;

/** Items that are sent to the medium together. All callers wait for one shared promise: thousands may wait, and each allocation counts. */
export class Batch<K extends Kind = Kind> {
  readonly kind: K;
  readonly space: Space;
  readonly items: Input<K>[] = [];
  /** True if the content of a write is still to be made. */
  isLazy = false;
  /** True if a write has parts, which makes it several writes. */
  hasParts = false;
  /** True for one operation of a medium that others need not wait for: it takes no time slice, whose timer takes as long as the operation. */
  isLone = false;
  /** Resolves when the outcomes are available; never rejects. */
  readonly settled: Promise<void>;
  /** Outcomes of the items of a settled batch. */
  outcomes: readonly Outcome<Output<K>>[] = [];
  readonly #settle: () => void;
  /** Made when first asked for: most batches have no neighbours of another kind. */
  #keys: AccessedKeys | undefined;

  constructor(kind: K, space: Space) {
    this.kind = kind;
    this.space = space;
    ({ promise: this.settled, resolve: this.#settle } = Promise.withResolvers<void>());
  }

  /** Tells whether an item accesses the key. */
  accesses(space: Space, key: string): boolean {
    this.#keys ??= new AccessedKeys(this.space, this.items);
    return this.#keys.has(space, key);
  }

  /** @param outcomes One outcome per item, in order; a promise if the outcome is not available yet. */
  settle(outcomes: readonly Outcome<Output<K>>[]): void {
    this.outcomes = outcomes;
    this.#settle();
  }
}

/** Item of one call within a batch. */
export class PendingItem<K extends Kind> {
  /** Resolves when {@link PendingItem.result} can be called; never rejects. */
  readonly settled: Promise<void>;
  readonly #batch: Batch<K>;
  readonly #index: number;

  /** Appends an item to a batch. */
  constructor(batch: Batch<K>, item: Input<K>) {
    this.settled = batch.settled;
    this.#batch = batch;
    this.#index = batch.items.push(item) - 1;
    if (batch.kind !== "write") return;
    const { content, parts } = item as RecordWrite | LazyWrite;
    if (content === undefined) batch.isLazy = true;
    if (parts !== undefined) batch.hasParts = true;
  }

  /** True if the item takes no time slice. */
  get isLone(): boolean {
    return this.#batch.isLone;
  }

  /** Returns the result of the item, or throws its error. Valid only once the batch is settled. */
  result(): Output<K> {
    const outcome = this.#batch.outcomes[this.#index] as Outcome<Output<K>>;
    if (outcome instanceof Error) throw withCallerStack(outcome);
    return outcome;
  }

  /** Resolves with the result of the item, or rejects with its error. */
  whenResult(): Promise<Result<K>> {
    return this.settled.then(() => this.result() as Result<K> | Promise<Result<K>>);
  }

  /** Resolves when the item is done, including a write with an asynchronous schema; never rejects. */
  whenDone(): Promise<void> {
    return this.settled.then(() => (this.outcome instanceof Promise ? this.outcome.then(ignore, ignore) : undefined));
  }

  /** Outcome of the item, where an error is returned instead of thrown. */
  get outcome(): Outcome<Output<K>> {
    return this.#batch.outcomes[this.#index] as Outcome<Output<K>>;
  }
}

function ignore(): void {}
