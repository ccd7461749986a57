import type { Space } from "../records/space.ts";
import type { StorageSupports } from "../records/storage-backend.ts";
import { realTime } from "../time/real-time.ts";
import { AtomicWrites, type WriteGroup } from "./atomic-writes.ts";
import { Backlog, type BatchSizes, type Step } from "./backlog.ts";
import { Batch, type Input, isReading, type Kind, PendingItem, type Result } from "./batch.ts";
import { BatchesInFlight } from "./batches-in-flight.ts";
import { shouldYield, startTimeSlice, yieldToEventLoop } from "./event-loop.ts";
import { ExclusiveTask } from "./exclusive-task.ts";
import type { Executor } from "./executor.ts";
import { type Awaitable, asError, GroupCommit, type Transactions } from "./group-commit.ts";
import { type Complete, type Outcomes, WritePreparation } from "./write-preparation.ts";

/** Limits of a queue. */
export type QueueLimits = BatchSizes & Pick<StorageSupports, "concurrency">;

/**
 * Queue that combines the operations of one turn of the event loop into batches; see {@link Backlog} for their order.
 *
 * Each item has its own outcome. A single operation waits for one microtask. Work is done in time slices, so that timers and I/O run
 * between batches of any size.
 */
export class OperationQueue {
  readonly #executor: Executor;
  readonly #backlog: Backlog;
  readonly #steps: Step[];
  #draining: Promise<void> | undefined;
  readonly #group: GroupCommit | undefined;
  /** Undefined for a medium that takes one batch at a time. */
  readonly #inFlight: BatchesInFlight | undefined;
  readonly #preparation = new WritePreparation({
    execute: (batch, writes, complete) => this.#execute(batch, writes, complete),
    requeue: (space, write) => this.add("write", space, [write]),
    pause: () => this.#pause(),
  });

  /** @param transactions Transactions of the medium, if it has them: batches that wait at the same time then take effect together. */
  constructor(executor: Executor, { concurrency = 1, ...sizes }: QueueLimits, transactions?: Transactions) {
    this.#executor = executor;
    this.#backlog = new Backlog(sizes);
    this.#steps = this.#backlog.steps;
    this.#group = transactions && new GroupCommit(transactions);
    this.#inFlight = concurrency > 1 ? new BatchesInFlight(concurrency) : undefined;
  }

  /** Queues one item. */
  enter<K extends Kind>(kind: K, space: Space, item: Input<K>): PendingItem<K> {
    const joined = this.#steps.length > 0 ? this.#backlog.batchFor(kind, space, item) : undefined;
    return new PendingItem((joined ?? this.#open(kind, space)) as unknown as Batch<K>, item);
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
      this.#steps.push(new ExclusiveTask(task, resolve as (result: unknown) => void, reject));
      this.#draining ??= this.#drain();
    });
  }

  /** Queues writes that take effect together. Groups that wait at the same time share one call of `write`. */
  join(group: WriteGroup, write: (groups: readonly WriteGroup[]) => Promise<void>): Promise<void> {
    const waiting = this.#backlog.atomicWritesFor(group);
    if (waiting) return waiting.add(group);
    const writes = new AtomicWrites(write);
    this.#steps.push(writes);
    this.#draining ??= this.#drain();
    return writes.add(group);
  }

  /** True when nothing is queued or running. */
  get isIdle(): boolean {
    return this.#draining === undefined && this.#preparation.isIdle;
  }

  /** Resolves when everything queued so far is done, without waiting for later operations. */
  async reached(): Promise<void> {
    if (this.#draining) await this.run(async () => {});
    if (!this.#preparation.isIdle) await this.#preparation.done();
  }

  /** Resolves when nothing is queued any more, for closing. */
  async idle(): Promise<void> {
    while (!this.isIdle) await Promise.all([this.#draining, this.#preparation.done()]);
  }

  #open(kind: Kind, space: Space): Batch {
    const batch = new Batch(kind, space);
    this.#steps.push(batch);
    this.#draining ??= this.#drain();
    return batch;
  }

  async #drain(): Promise<void> {
    let began = this.#inFlight && realTime.elapsed();
    if (began === undefined) startTimeSlice();
    await undefined; // Code that runs later in this turn may queue more.
    for (;;) {
      const [step] = this.#steps;
      if (step === undefined) {
        if (this.#inFlight?.isEmpty === false) await this.#inFlight.nextDone();
        else if (this.#group?.isOpen) await this.#group.end();
        else break;
      } else {
        if (this.#mustPause(step, began)) await this.#pause();
        began = undefined;
        if (!(step instanceof Batch)) {
          await this.#inFlight?.allDone();
          await this.#group?.end();
          this.#steps.shift();
          await step.run();
        } else if (this.#inFlight?.admits(step) === false) {
          await this.#inFlight.nextDone(); // More items may join the batch meanwhile.
        } else {
          this.#steps.shift();
          const done = step.isLazy ? this.#preparation.write(step) : this.#execute(step, step.items);
          if (this.#inFlight && done) this.#inFlight.add(step, done);
          // Callers whose outcomes are available continue before the next batch, so that records are processed soon after they were read.
          else if (done || this.#steps.length > 0) await done;
        }
      }
    }
    this.#draining = undefined;
  }

  /** Tells whether timers and I/O must run before a step. What a network is asked for alone leaves the turn by itself. */
  #mustPause(step: Step, began: number | undefined): boolean {
    if (this.#inFlight?.isEmpty && this.#steps.length === 1 && step instanceof Batch && step.items.length === 1) {
      step.isLone = true;
      return false;
    }
    if (began !== undefined) startTimeSlice(began);
    return shouldYield();
  }

  /** Lets timers and I/O run; no transaction is open meanwhile. */
  async #pause(): Promise<void> {
    await this.#group?.end();
    await yieldToEventLoop();
  }

  /**
   * Carries out a batch. Returns `undefined` if it is done synchronously.
   *
   * @param items Items of the batch that are sent to the medium.
   * @param complete Adds the outcomes of the other items.
   */
  #execute(batch: Batch, items: readonly unknown[], complete?: Complete): Awaitable<void> {
    const group = this.#group;
    if (!group) return this.#send(batch, items, complete);
    const sharesTransaction = this.#steps.length > 0 && !isReading(batch.kind) && this.#backlog.hasChange;
    const needsTransaction = sharesTransaction || batch.hasParts;
    // A transaction waits for the batches that run outside of it, of which there are none if each is awaited.
    if (!needsTransaction && !group.isOpen && !this.#inFlight) return this.#send(batch, items, complete);
    const joined = group.join(batch, needsTransaction, this.#steps.length);
    if (!joined) return this.#send(batch, items, complete, group);
    return joined.then(
      () => this.#send(batch, items, complete, group),
      (error: unknown) => {
        const failed = items.map(() => asError(error));
        batch.settle(complete ? complete(failed) : failed);
      },
    );
  }

  /** @param group Group commit that the batch has joined. */
  #send(batch: Batch, items: readonly unknown[], complete: Complete | undefined, group?: GroupCommit): Awaitable<void> {
    const execute = this.#executor[batch.kind] as (space: Space, items: readonly unknown[]) => Awaitable<Outcomes>;
    let outcomes: Awaitable<Outcomes>;
    try {
      outcomes = execute(batch.space, items);
    } catch (error) {
      outcomes = items.map(() => asError(error));
    }
    const settle = (sent: Outcomes): undefined => {
      const all = complete ? complete(sent) : sent;
      if (group) group.settle(batch, all);
      else batch.settle(all);
    };
    if (!(outcomes instanceof Promise)) return settle(outcomes);
    return outcomes.catch((error: unknown) => items.map(() => asError(error))).then(settle);
  }
}
