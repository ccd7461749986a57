import { QueuedBatchCall, type QueuedItem, QueuedItemCall, QueuedTask, type Target } from "./queued-call.ts";
import type { LazyWrite, RecordRemoval, RecordWrite, Space, WriteOutcome } from "./storage-backend.ts";
import type { FoundRecord } from "./storage-record.ts";
import { type Awaitable, asError, TransactionGroup, type Transactions } from "./transaction-group.ts";
import { beginTurn, nextTurn, turnExhausted } from "./turn.ts";

/** The outcome of one item of a batch: an error fails that item alone. */
export type Outcome<T> = T | Error;

/** What each kind of operation is given and gives back, item by item. */
export interface Operations {
  read: { item: string; result: FoundRecord };
  has: { item: string; result: boolean };
  write: { item: RecordWrite; result: WriteOutcome };
  remove: { item: RecordRemoval; result: boolean };
}

/** Carries out a batch of one kind of operation, in order. */
export type Executor = {
  [K in keyof Operations]: (
    space: Space,
    items: readonly Operations[K]["item"][],
  ) => Awaitable<readonly Outcome<Operations[K]["result"]>[]>;
};

type Kind = keyof Operations;
type Queued = QueuedItemCall | QueuedBatchCall | QueuedTask;
/** What an item may be given as. */
export type Given<K extends Kind> = K extends "write" ? RecordWrite | LazyWrite : Operations[K]["item"];

/**
 * Coalesces what one turn of the event loop asks for into batches, in the order of the calls.
 *
 * Neighbouring calls of one kind go to the medium together; each keeps its own outcome. A lone call waits for one microtask.
 * Work goes on in slices, so that a batch of any size lets timers and I/O through.
 */
export class OperationQueue {
  readonly #executor: Executor;
  readonly #batchSize: number;
  #calls: Queued[] = [];
  #head = 0;
  #draining: Promise<void> | undefined;
  readonly #deferred = new Set<Promise<void>>();
  readonly #group: TransactionGroup | undefined;

  /** @param transactions of a medium that has them: what one turn asks for then takes effect together. */
  constructor(executor: Executor, batchSize: number, transactions?: Transactions) {
    this.#executor = executor;
    this.#batchSize = batchSize;
    this.#group = transactions && new TransactionGroup(transactions);
  }

  /** Queues a call about one item. */
  addOne<K extends Kind>(kind: K, space: Space, item: Given<K>): Promise<Operations[K]["result"]> {
    return new Promise((resolve, reject) => {
      this.#calls.push(new QueuedItemCall(kind, space, item, resolve as (result: unknown) => void, reject));
      this.#draining ??= this.#drain();
    });
  }

  /** Queues a call about many items. It is rejected with the error of its first failing item, once all of them are done. */
  add<K extends Kind>(kind: K, space: Space, items: readonly Given<K>[]): Promise<Operations[K]["result"][]> {
    if (items.length === 0) return Promise.resolve([]);
    return new Promise((resolve, reject) => {
      this.#calls.push(new QueuedBatchCall(kind, space, items, resolve as (results: unknown[]) => void, reject));
      this.#draining ??= this.#drain();
    });
  }

  /** Queues work that goes to the medium itself: what was queued before it is done by then, what comes later waits. */
  run<T>(task: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#calls.push(new QueuedTask(task, resolve as (result: unknown) => void, reject));
      this.#draining ??= this.#drain();
    });
  }

  /** Resolves when everything queued so far is done; what is queued later does not hold it up. */
  async reached(): Promise<void> {
    if (this.#draining) await this.run(async () => {});
    if (this.#deferred.size > 0) await Promise.all(this.#deferred);
  }

  /** Resolves when nothing is queued any more; for the end. */
  async idle(): Promise<void> {
    while (this.#draining || this.#deferred.size > 0) await Promise.all([this.#draining, ...this.#deferred]);
  }

  async #drain(): Promise<void> {
    beginTurn();
    await undefined; // The rest of the turn may have more to ask.
    while (this.#head < this.#calls.length) {
      if (turnExhausted()) await this.#rest();
      const next = this.#calls[this.#head] as Queued;
      if (next instanceof QueuedTask) {
        this.#head++;
        await this.#group?.end();
        await next.run();
        continue;
      }
      const { space } = next;
      const kind = next.kind as Kind;
      const targets = this.#take(kind, space);
      const batch = kind === "write" ? await this.#prepare(space, targets) : targets.map(({ item }) => item);
      if (batch.length > 0) {
        const isLast = this.#head === this.#calls.length;
        this.#group?.join(batch.length === 1 && isLast);
        const done = this.#execute(kind, space, batch, targets);
        if (done) await done;
      }
      // What came meanwhile joins; nobody is kept waiting for what may never come.
      if (this.#group && this.#head === this.#calls.length) await this.#group.end();
    }
    this.#calls = [];
    this.#head = 0;
    this.#draining = undefined;
  }

  /** Lets timers and I/O through; a medium's transaction is not left open meanwhile. */
  async #rest(): Promise<void> {
    await this.#group?.end();
    await nextTurn();
  }

  /** Takes the next items that can go to the medium together. */
  #take(kind: Kind, space: Space): Target[] {
    const targets: Target[] = [];
    while (this.#head < this.#calls.length && targets.length < this.#batchSize) {
      const call = this.#calls[this.#head] as Queued;
      if (call instanceof QueuedTask || call.kind !== kind || call.space !== space) break;
      const target = call instanceof QueuedItemCall ? call : call.next();
      if (target) targets.push(target);
      if (target === call || !target) this.#head++;
    }
    // What is done must not stay in memory until a queue that never runs dry does.
    if (this.#head > 4096) {
      this.#calls = this.#calls.slice(this.#head);
      this.#head = 0;
    }
    return targets;
  }

  /** Works out the contents of lazy writes; those that fail, or are not ready yet, leave the batch. */
  async #prepare(space: Space, targets: Target[]): Promise<QueuedItem[]> {
    const batch: QueuedItem[] = [];
    let kept = 0;
    for (const target of targets) {
      const item = target.item as RecordWrite | LazyWrite;
      const lazy = "prepare" in item;
      if (lazy && turnExhausted()) await this.#rest(); // A schema may take its time: a batch of records can outlast a turn.
      const write = lazy ? this.#prepareOne(space, item, target) : item;
      if (!write) continue;
      batch.push(write);
      targets[kept++] = target;
    }
    targets.length = kept;
    return batch;
  }

  #prepareOne(space: Space, lazy: LazyWrite, target: Target): RecordWrite | undefined {
    const { key, condition } = lazy;
    try {
      const content = lazy.prepare();
      if (!(content instanceof Promise)) return { key, condition, content };
      // An asynchronous schema: its write queues up again when it is ready, and holds up nobody.
      const deferred: Promise<void> = content
        .then((ready) => this.addOne("write", space, { key, condition, content: ready }))
        .then(
          (outcome) => target.settle(outcome),
          (error: unknown) => target.settle(asError(error)),
        )
        .finally(() => this.#deferred.delete(deferred));
      this.#deferred.add(deferred);
    } catch (error) {
      target.settle(asError(error));
    }
    return undefined;
  }

  #execute(
    kind: Kind,
    space: Space,
    batch: readonly QueuedItem[],
    targets: readonly Target[],
  ): Promise<void> | undefined {
    const execute = this.#executor[kind] as (
      space: Space,
      items: readonly QueuedItem[],
    ) => Awaitable<readonly unknown[]>;
    const fail = (error: unknown): void => {
      for (const target of targets) target.settle(asError(error));
    };
    const deliver = (outcomes: readonly unknown[]): void => {
      if (this.#group?.hold(targets, outcomes)) return;
      for (let i = 0; i < targets.length; i++) (targets[i] as Target).settle(outcomes[i]);
    };
    try {
      const outcomes = execute(space, batch);
      if (outcomes instanceof Promise) return outcomes.then(deliver, fail);
      deliver(outcomes);
    } catch (error) {
      fail(error);
    }
    return undefined;
  }
}
