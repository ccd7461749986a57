import type { Space } from "../records/space.ts";
import type { LazyWrite, RecordWrite, WriteOutcome } from "../records/storage-backend.ts";
import type { Batch, Kind, Outcome, Output } from "./batch.ts";
import { shouldYield } from "./event-loop.ts";
import { type Awaitable, asError } from "./group-commit.ts";

/** Outcomes of the items of a batch, in order. */
export type Outcomes = readonly Outcome<Output<Kind>>[];

/** Adds the outcomes of the items that were not sent to the medium. */
export type Complete = (outcomes: Outcomes) => Outcomes;

/** Parts of a queue that the preparation of writes needs. */
export interface PreparingQueue {
  /** Sends the writes of a batch to the medium. */
  execute(batch: Batch, writes: readonly RecordWrite[], complete?: Complete): Awaitable<void>;
  /** Queues a write again. */
  requeue(space: Space, write: RecordWrite): Promise<readonly WriteOutcome[]>;
  /** Lets timers and I/O run. */
  pause(): Promise<void>;
}

/** Makes the records of writes when the queue reaches them. */
export class WritePreparation {
  readonly #queue: PreparingQueue;
  /** Writes with an asynchronous schema, which are queued again once they are prepared. */
  readonly #deferred = new Set<Promise<unknown>>();

  constructor(queue: PreparingQueue) {
    this.#queue = queue;
  }

  /** True when no write is being prepared asynchronously. */
  get isIdle(): boolean {
    return this.#deferred.size === 0;
  }

  /** Resolves when the writes that are being prepared asynchronously are done. */
  async done(): Promise<void> {
    if (!this.isIdle) await Promise.allSettled(this.#deferred);
  }

  /** Prepares a batch with lazy writes and carries it out. Items that fail, or whose schema is asynchronous, are excluded. */
  async write(batch: Batch): Promise<void> {
    const ready: RecordWrite[] = [];
    const excluded = new Map<number, Outcomes[number]>();
    for (let i = 0; i < batch.items.length; i++) {
      const item = batch.items[i] as RecordWrite | LazyWrite;
      const isReady = isPrepared(item);
      if (!isReady && shouldYield()) await this.#queue.pause(); // A schema may be slow: preparing a batch can take longer than a time slice.
      const write = isReady ? item : this.#prepare(batch.space, item);
      if (write instanceof Error || write instanceof Promise) excluded.set(i, write);
      else ready.push(write);
    }
    if (excluded.size === 0) return this.#queue.execute(batch, ready);
    const complete = (outcomes: Outcomes): Outcomes => {
      let next = 0;
      return batch.items.map((_, i) => excluded.get(i) ?? outcomes[next++]);
    };
    if (ready.length > 0) return this.#queue.execute(batch, ready, complete);
    batch.settle(complete([]));
  }

  #prepare(space: Space, item: LazyWrite): RecordWrite | Error | Promise<WriteOutcome> {
    const { key, condition, parts, confirms, ignoresFound } = item;
    try {
      const content = item.prepare();
      if (!(content instanceof Promise)) return { key, condition, content, parts, confirms, ignoresFound };
      // Queued again, so that it delays no other write.
      const written = content.then(async (prepared) => {
        const write = { key, condition, content: prepared, parts, confirms, ignoresFound };
        const [outcome] = await this.#queue.requeue(space, write);
        return outcome as WriteOutcome;
      });
      this.#deferred.add(written);
      written.catch(() => {}).finally(() => this.#deferred.delete(written)); // The caller gets the rejection.
      return written;
    } catch (error) {
      return asError(error);
    }
  }
}

function isPrepared(item: RecordWrite | LazyWrite): item is RecordWrite {
  return item.content !== undefined;
}
