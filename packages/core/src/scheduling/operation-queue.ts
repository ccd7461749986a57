import type { LazyWrite, RecordWrite, Space, StorageSupports } from "../records/storage-backend.ts";
import { AtomicWrites, type WriteGroup } from "./atomic-writes.ts";
import {
  Batch,
  type Input,
  type Kind,
  type Operations,
  type Outcome,
  type Output,
  Place,
  type Result,
} from "./batch.ts";
import { shouldYield, startTimeSlice, yieldToEventLoop } from "./event-loop.ts";
import { ExclusiveTask } from "./exclusive-task.ts";
import { type Awaitable, asError, GroupCommit, type Transactions } from "./group-commit.ts";

/** Carries out a batch of one kind of operation, in order. */
export type Executor = {
  [K in Kind]: (space: Space, items: readonly Operations[K]["item"][]) => Awaitable<readonly Outcome<Result<K>>[]>;
};

type Outcomes = readonly Outcome<Output<Kind>>[];

/** How many reads go to a medium together that does not say. */
const READS_TOGETHER = 64;

/** How many operations go to the medium together. */
export type BatchSizes = Pick<StorageSupports, "batchSize" | "readsTogether">;

/**
 * Coalesces what one turn of the event loop asks for into batches, in the order of the calls.
 *
 * Neighbouring calls of one kind go to the medium together; each keeps its own outcome. A lone call waits for one microtask.
 * Work goes on in slices, so that a batch of any size lets timers and I/O through.
 */
export class OperationQueue {
  readonly #executor: Executor;
  readonly #changes: number;
  readonly #reads: number;
  readonly #waiting: (Batch | ExclusiveTask | AtomicWrites)[] = [];
  #draining: Promise<void> | undefined;
  readonly #deferred = new Set<Promise<unknown>>();
  readonly #group: GroupCommit | undefined;

  /** @param transactions of a medium that has them: what one turn asks for then takes effect together. */
  constructor(
    executor: Executor,
    { batchSize, readsTogether = Math.min(batchSize, READS_TOGETHER) }: BatchSizes,
    transactions?: Transactions,
  ) {
    this.#executor = executor;
    this.#changes = batchSize;
    this.#reads = readsTogether;
    this.#group = transactions && new GroupCommit(transactions);
  }

  /** Queues one item. */
  enter<K extends Kind>(kind: K, space: Space, item: Input<K>): Place<K> {
    const last = this.#waiting.at(-1);
    const size = kind === "read" || kind === "has" ? this.#reads : this.#changes;
    const isOpen = last instanceof Batch && last.kind === kind && last.space === space && last.items.length < size;
    return new Place((isOpen ? last : this.#open(kind, space)) as Batch<K>, item);
  }

  /** Queues many items. It is rejected with the error of its first failing item, once all of them are done. */
  async add<K extends Kind>(kind: K, space: Space, items: readonly Input<K>[]): Promise<Result<K>[]> {
    const places = items.map((item) => this.enter(kind, space, item));
    const results: Result<K>[] = [];
    let failure: Error | undefined;
    for (const place of places) {
      await place.settled;
      try {
        results.push(await place.take());
      } catch (error) {
        failure ??= asError(error);
      }
    }
    if (failure) throw failure;
    return results;
  }

  /** Queues work that goes to the medium itself: what was queued before it is done by then, what comes later waits. */
  run<T>(task: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#waiting.push(new ExclusiveTask(task, resolve as (result: unknown) => void, reject));
      this.#draining ??= this.#drain();
    });
  }

  /** Queues writes that take effect together: neighbours share what `write` does for all of them. */
  join(group: WriteGroup, write: (groups: readonly WriteGroup[]) => Promise<void>): Promise<void> {
    const last = this.#waiting.at(-1);
    if (last instanceof AtomicWrites && last.isOpen) return last.add(group);
    const joint = new AtomicWrites(write);
    this.#waiting.push(joint);
    this.#draining ??= this.#drain();
    return joint.add(group);
  }

  /** Nothing is queued, and nothing is being done. */
  get isIdle(): boolean {
    return this.#draining === undefined && this.#deferred.size === 0;
  }

  /** Resolves when everything queued so far is done; what is queued later does not hold it up. */
  async reached(): Promise<void> {
    if (this.#draining) await this.run(async () => {});
    if (this.#deferred.size > 0) await Promise.allSettled(this.#deferred);
  }

  /** Resolves when nothing is queued any more; for the end. */
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
    await undefined; // The rest of the turn may have more to ask.
    while (this.#waiting.length > 0) {
      if (shouldYield()) await this.#rest();
      const next = this.#waiting.shift() as Batch | ExclusiveTask | AtomicWrites;
      if (next instanceof Batch) {
        const done = next.kind === "write" ? this.#write(next) : this.#execute(next, next.items);
        // Whoever is told by now goes on before the next batch: what was read is still at hand then.
        if (done || this.#waiting.length > 0) await done;
      } else {
        await this.#group?.end();
        await next.run();
      }
      // What came meanwhile joins; nobody is kept waiting for what may never come.
      if (this.#waiting.length === 0 && this.#group?.isOpen) await this.#group.end();
    }
    this.#draining = undefined;
  }

  /** Lets timers and I/O through; a medium's transaction is not left open meanwhile. */
  async #rest(): Promise<void> {
    await this.#group?.end();
    await yieldToEventLoop();
  }

  /**
   * Carries out a batch; undefined when that is done at once.
   *
   * @param given of the items those that the medium is asked for.
   * @param complete makes the outcomes of all items of theirs.
   */
  #execute(batch: Batch, given: readonly unknown[], complete = asTheyAre): Awaitable<void> {
    const execute = this.#executor[batch.kind] as (space: Space, items: readonly unknown[]) => Awaitable<Outcomes>;
    this.#group?.join(batch, given.length === 1 && this.#waiting.length === 0 && !hasParts(given[0]));
    let outcomes: Awaitable<Outcomes>;
    try {
      outcomes = execute(batch.space, given);
    } catch (error) {
      outcomes = given.map(() => asError(error));
    }
    if (outcomes instanceof Promise) {
      return outcomes
        .catch((error: unknown) => given.map(() => asError(error)))
        .then((later) => this.#settle(batch, complete(later)));
    }
    return this.#settle(batch, complete(outcomes));
  }

  #settle(batch: Batch, outcomes: Outcomes): undefined {
    if (this.#group) this.#group.settle(batch, outcomes);
    else batch.settle(outcomes);
  }

  /** Works out what is to be written, and writes it; what fails, or is not ready yet, leaves the batch. */
  async #write(batch: Batch): Promise<void> {
    const ready: RecordWrite[] = [];
    const left = new Map<number, Outcomes[number]>();
    for (let i = 0; i < batch.items.length; i++) {
      const item = batch.items[i] as RecordWrite | LazyWrite;
      const isLazy = "prepare" in item;
      if (isLazy && shouldYield()) await this.#rest(); // A schema may take its time: a batch of records can outlast a turn.
      const write = isLazy ? this.#prepare(batch.space, item) : item;
      if (write instanceof Error || write instanceof Promise) left.set(i, write);
      else ready.push(write);
    }
    if (left.size === 0) return this.#execute(batch, ready);
    const complete = (outcomes: Outcomes): Outcomes => {
      let next = 0;
      return batch.items.map((_, i) => left.get(i) ?? outcomes[next++]);
    };
    if (ready.length > 0) return this.#execute(batch, ready, complete);
    batch.settle(complete([]));
  }

  #prepare(space: Space, item: LazyWrite): RecordWrite | Error | Promise<Result<"write">> {
    const { key, condition, parts, confirms } = item;
    try {
      const content = item.prepare();
      if (!(content instanceof Promise)) return { key, condition, content, parts, confirms };
      // An asynchronous schema: its write queues up again when it is ready, and holds up nobody.
      const written = content.then(async (prepared) => {
        const [outcome] = await this.add("write", space, [{ key, condition, content: prepared, parts, confirms }]);
        return outcome as Result<"write">;
      });
      this.#deferred.add(written);
      written.catch(() => {}).finally(() => this.#deferred.delete(written)); // Whoever waits is told.
      return written;
    } catch (error) {
      return asError(error);
    }
  }
}

function asTheyAre(outcomes: Outcomes): Outcomes {
  return outcomes;
}

/** With its parts, a single write is several. */
function hasParts(item: unknown): boolean {
  return typeof item === "object" && item !== null && "parts" in item && item.parts !== undefined;
}
