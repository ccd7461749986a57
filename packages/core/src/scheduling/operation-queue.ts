import type { LazyWrite, RecordWrite, Space, StorageSupports } from "../records/storage-backend.ts";
import { AtomicWrites, type WriteGroup } from "./atomic-writes.ts";
import {
  Batch,
  type Input,
  type Kind,
  type Operations,
  type Outcome,
  type Output,
  PendingItem,
  type Result,
} from "./batch.ts";
import { shouldYield, startTimeSlice, yieldToEventLoop } from "./event-loop.ts";
import { ExclusiveTask } from "./exclusive-task.ts";
import { type Awaitable, asError, GroupCommit, type Transactions } from "./group-commit.ts";

/** Functions that carry out a batch of one kind of operation, in order. */
export type Executor = {
  [K in Kind]: (space: Space, items: readonly Operations[K]["item"][]) => Awaitable<readonly Outcome<Result<K>>[]>;
};

type Outcomes = readonly Outcome<Output<Kind>>[];

/** Default number of reads per batch. */
const DEFAULT_READS_PER_BATCH = 64;

/** Limits of operations per batch. */
export type BatchSizes = Pick<StorageSupports, "batchSize" | "readsTogether">;

/**
 * Queue that combines the operations of one turn of the event loop into batches, in call order.
 *
 * Consecutive operations of one kind form a batch; each has its own outcome. A single operation waits for one microtask. Work is done in
 * time slices, so that timers and I/O run between batches of any size.
 */
export class OperationQueue {
  readonly #executor: Executor;
  readonly #changes: number;
  readonly #reads: number;
  readonly #waiting: (Batch | ExclusiveTask | AtomicWrites)[] = [];
  #draining: Promise<void> | undefined;
  readonly #deferred = new Set<Promise<unknown>>();
  readonly #group: GroupCommit | undefined;

  /** @param transactions Transactions of the medium, if it has them: operations of one turn then take effect together. */
  constructor(
    executor: Executor,
    { batchSize, readsTogether = Math.min(batchSize, DEFAULT_READS_PER_BATCH) }: BatchSizes,
    transactions?: Transactions,
  ) {
    this.#executor = executor;
    this.#changes = batchSize;
    this.#reads = readsTogether;
    this.#group = transactions && new GroupCommit(transactions);
  }

  /** Queues one item. */
  enter<K extends Kind>(kind: K, space: Space, item: Input<K>): PendingItem<K> {
    const last = this.#waiting.at(-1);
    const size = kind === "read" || kind === "has" ? this.#reads : this.#changes;
    const isOpen = last instanceof Batch && last.kind === kind && last.space === space && last.items.length < size;
    return new PendingItem((isOpen ? last : this.#open(kind, space)) as Batch<K>, item);
  }

  /** Queues many items. Rejects with the error of the first failing item, once all of them are done. */
  async add<K extends Kind>(kind: K, space: Space, items: readonly Input<K>[]): Promise<Result<K>[]> {
    const pendingItems = items.map((item) => this.enter(kind, space, item));
    const results: Result<K>[] = [];
    let failure: Error | undefined;
    for (const pending of pendingItems) {
      await pending.settled;
      try {
        results.push(await pending.result());
      } catch (error) {
        failure ??= asError(error);
      }
    }
    if (failure) throw failure;
    return results;
  }

  /** Queues a task that accesses the medium directly. Earlier operations are done before it runs; later ones wait for it. */
  run<T>(task: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#waiting.push(new ExclusiveTask(task, resolve as (result: unknown) => void, reject));
      this.#draining ??= this.#drain();
    });
  }

  /** Queues writes that take effect together. Consecutive groups share one call of `write`. */
  join(group: WriteGroup, write: (groups: readonly WriteGroup[]) => Promise<void>): Promise<void> {
    const last = this.#waiting.at(-1);
    if (last instanceof AtomicWrites && last.isOpen) return last.add(group);
    const writes = new AtomicWrites(write);
    this.#waiting.push(writes);
    this.#draining ??= this.#drain();
    return writes.add(group);
  }

  /** True when nothing is queued or running. */
  get isIdle(): boolean {
    return this.#draining === undefined && this.#deferred.size === 0;
  }

  /** Resolves when everything queued so far is done, without waiting for later operations. */
  async reached(): Promise<void> {
    if (this.#draining) await this.run(async () => {});
    if (this.#deferred.size > 0) await Promise.allSettled(this.#deferred);
  }

  /** Resolves when nothing is queued any more, for closing. */
  async idle(): Promise<void> {
    while (this.#draining || this.#deferred.size > 0) await Promise.allSettled([this.#draining, ...this.#deferred]);
  }

  #open<K extends Kind>(kind: K, space: Space): Batch<K> {
    const batch = new Batch(kind, space);
    this.#waiting.push(batch as unknown as Batch);
    this.#draining ??= this.#drain();
    return batch;
  }

  async #drain(): Promise<void> {
    startTimeSlice();
    await undefined; // Code that runs later in this turn may queue more.
    while (this.#waiting.length > 0) {
      if (shouldYield()) await this.#yield();
      const next = this.#waiting.shift() as Batch | ExclusiveTask | AtomicWrites;
      if (next instanceof Batch) {
        const done = next.kind === "write" ? this.#write(next) : this.#execute(next, next.items);
        // Callers whose outcomes are available continue before the next batch, so that records are processed soon after they were read.
        if (done || this.#waiting.length > 0) await done;
      } else {
        await this.#group?.end();
        await next.run();
      }
      // Operations that arrived meanwhile join the transaction; it ends as soon as there are none.
      if (this.#waiting.length === 0 && this.#group?.isOpen) await this.#group.end();
    }
    this.#draining = undefined;
  }

  /** Lets timers and I/O run, with no transaction open meanwhile. */
  async #yield(): Promise<void> {
    await this.#group?.end();
    await yieldToEventLoop();
  }

  /**
   * Carries out a batch. Returns `undefined` if it is done synchronously.
   *
   * @param items Items of the batch that are sent to the medium.
   * @param complete Adds the outcomes of the other items.
   */
  #execute(batch: Batch, items: readonly unknown[], complete = unchanged): Awaitable<void> {
    const execute = this.#executor[batch.kind] as (space: Space, items: readonly unknown[]) => Awaitable<Outcomes>;
    this.#group?.join(batch, items.length === 1 && this.#waiting.length === 0 && !hasParts(items[0]));
    let outcomes: Awaitable<Outcomes>;
    try {
      outcomes = execute(batch.space, items);
    } catch (error) {
      outcomes = items.map(() => asError(error));
    }
    if (outcomes instanceof Promise) {
      return outcomes
        .catch((error: unknown) => items.map(() => asError(error)))
        .then((later) => this.#settle(batch, complete(later)));
    }
    return this.#settle(batch, complete(outcomes));
  }

  #settle(batch: Batch, outcomes: Outcomes): undefined {
    if (this.#group) this.#group.settle(batch, outcomes);
    else batch.settle(outcomes);
  }

  /** Prepares the records of a write batch and writes them. Items that fail, or whose schema is asynchronous, are excluded. */
  async #write(batch: Batch): Promise<void> {
    const ready: RecordWrite[] = [];
    const excluded = new Map<number, Outcomes[number]>();
    for (let i = 0; i < batch.items.length; i++) {
      const item = batch.items[i] as RecordWrite | LazyWrite;
      const isLazy = "prepare" in item;
      if (isLazy && shouldYield()) await this.#yield(); // A schema may be slow: preparing a batch of records can take longer than a time slice.
      const write = isLazy ? this.#prepare(batch.space, item) : item;
      if (write instanceof Error || write instanceof Promise) excluded.set(i, write);
      else ready.push(write);
    }
    if (excluded.size === 0) return this.#execute(batch, ready);
    const complete = (outcomes: Outcomes): Outcomes => {
      let next = 0;
      return batch.items.map((_, i) => excluded.get(i) ?? outcomes[next++]);
    };
    if (ready.length > 0) return this.#execute(batch, ready, complete);
    batch.settle(complete([]));
  }

  #prepare(space: Space, item: LazyWrite): RecordWrite | Error | Promise<Result<"write">> {
    const { key, condition, parts, confirms } = item;
    try {
      const content = item.prepare();
      if (!(content instanceof Promise)) return { key, condition, content, parts, confirms };
      // A write with an asynchronous schema is queued again once it is prepared, so that it delays no other write.
      const written = content.then(async (prepared) => {
        const [outcome] = await this.add("write", space, [{ key, condition, content: prepared, parts, confirms }]);
        return outcome as Result<"write">;
      });
      this.#deferred.add(written);
      written.catch(() => {}).finally(() => this.#deferred.delete(written)); // The caller gets the rejection.
      return written;
    } catch (error) {
      return asError(error);
    }
  }
}

function unchanged(outcomes: Outcomes): Outcomes {
  return outcomes;
}

/** Tells whether a write has parts, which makes it several writes. */
function hasParts(item: unknown): boolean {
  return typeof item === "object" && item !== null && "parts" in item && item.parts !== undefined;
}
