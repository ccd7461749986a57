import { BackendClosedError } from "../errors/storage-errors.ts";
import type { Space } from "../records/space.ts";
import { Batch, type Input, type Kind, PendingItem, type Result } from "../scheduling/batch.ts";
import { yieldToEventLoop } from "../scheduling/event-loop.ts";
import { asError } from "../scheduling/group-commit.ts";
import { OperationQueue } from "../scheduling/operation-queue.ts";
import { CallGate } from "./call-gate.ts";
import { Medium } from "./medium.ts";
import { INTENTS, keyOf, type OperationIntent, type OperationOptions } from "./operation.ts";

/** A medium with the queue that orders its operations, the locks around them, and the gates of its faces. */
export abstract class QueuedMedium extends Medium {
  #queue: OperationQueue | undefined;
  /** Intents of the operations that are wrapped, found out once. */
  #wrapped: ReadonlySet<OperationIntent> | undefined;
  readonly #gate = new CallGate();
  /** Number of open faces. */
  #faces = 0;

  /** Opens a gate for the calls of one face. */
  openGate(): CallGate {
    this.#faces++;
    return new CallGate(this.#gate);
  }

  /** Counts a face as closed, and tells whether it was the last one: then it closes the storage. */
  closeGate(): boolean {
    return --this.#faces === 0;
  }

  /** True if operations can be carried out synchronously: the medium supports it, nothing is queued, and nothing wraps operations. */
  get canBypassQueue(): boolean {
    if (this.supports.synchronous !== true || this.#gate.isClosing || !this.isQueueIdle) return false;
    this.#wrapped ??= this.#findWrapped();
    return this.#wrapped.size === 0;
  }

  /** True if nothing is queued or running. */
  get isQueueIdle(): boolean {
    return this.#queue === undefined || this.#queue.isIdle;
  }

  /**
   * Tells whether {@link QueuedMedium.operation} does more for an intent than to run the task. A mixin that overrides one of them overrides
   * the other, too.
   */
  protected wraps(_intent: OperationIntent): boolean {
    return false;
  }

  /**
   * Wraps every operation of every face. Lock mixins override it, together with {@link QueuedMedium.wraps}, and call `super`.
   *
   * @param keys Canonical keys that the operation accesses; empty for an operation on the whole store.
   */
  operation<T>(
    _keys: readonly string[],
    _intent: OperationIntent,
    task: () => Promise<T>,
    _options?: OperationOptions,
  ): Promise<T> {
    return task();
  }

  /**
   * Queues an operation of a face on one record.
   *
   * @param gate Gate of the face, which counts the operation while a lock mixin delays it.
   */
  ask<K extends Kind>(kind: K, space: Space, item: Input<K>, gate: CallGate): PendingItem<K> {
    this.#wrapped ??= this.#findWrapped();
    if (this.#wrapped.size > 0 && this.#wrapped.has(INTENTS[kind])) return this.#askWrapped(kind, space, item, gate);
    return (this.#queue ?? this.openQueue()).enter(kind, space, item);
  }

  /** Most mixins pass most operations on synchronously: the queued item is then returned itself, and no batch is created. */
  #askWrapped<K extends Kind>(kind: K, space: Space, item: Input<K>, gate: CallGate): PendingItem<K> {
    let queued: PendingItem<K> | undefined;
    let done: Promise<void> | undefined;
    gate.enter();
    const operation = this.operation([keyOf(item)], INTENTS[kind], () => {
      this.assertOpen();
      queued = this.openQueue().enter(kind, space, item);
      done = kind === "write" ? queued.whenDone() : queued.settled;
      return done;
    });
    if (queued && operation === done) {
      gate.leave();
      return queued;
    }
    const batch = new Batch(kind, space);
    operation
      .then(
        () => batch.settle([(queued as PendingItem<K>).outcome]),
        (error: unknown) => batch.settle([asError(error)]),
      )
      .finally(() => gate.leave());
    return new PendingItem(batch, item);
  }

  /** Queues operations. Rejects with the error of the first item that failed, once all of them are done. */
  askAll<K extends Kind>(kind: K, space: Space, items: readonly Input<K>[]): Promise<Result<K>[]> {
    if (this.#gate.isClosed) return Promise.reject(new BackendClosedError({ place: this.place }));
    return this.openQueue().add(kind, space, items);
  }

  /** Runs a task that closing waits for. */
  protected track<T>(task: () => Promise<T>): Promise<T> {
    return this.#gate.track(task);
  }

  /**
   * Runs a task that accesses the medium directly, perhaps several times. Earlier operations are done before it runs; later ones wait for
   * it.
   */
  protected runAlone<T>(task: () => Promise<T>): Promise<T> {
    if (this.#gate.isClosed) return Promise.reject(new BackendClosedError({ place: this.place }));
    return this.openQueue().run(task);
  }

  /** Resolves when all earlier operations are done. */
  async reached(): Promise<void> {
    await this.#queue?.reached();
  }

  close(): Promise<void> {
    return this.#gate.close(
      () => this.#settle(),
      () => this.closeStorage(),
    );
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #settle(): Promise<void> {
    do {
      await this.#gate.idle();
      await this.#queue?.idle();
      await yieldToEventLoop(); // Callers whose operations are done continue first, and may start new ones, such as the next page of a listing.
    } while (this.#gate.isActive || this.#queue?.isIdle === false);
  }

  /** True once the storage is closed. */
  protected get isStorageClosed(): boolean {
    return this.#gate.isClosed;
  }

  /** @throws {BackendClosedError} `BACKEND_CLOSED` once the storage is closed. */
  protected assertOpen(): void {
    if (this.#gate.isClosed) throw new BackendClosedError({ place: this.place });
  }

  /** Returns the queue, which is made when it is first needed. */
  protected openQueue(): OperationQueue {
    this.#queue ??= new OperationQueue(this.executor(), this.supports, this.transactions);
    return this.#queue;
  }

  #findWrapped(): ReadonlySet<OperationIntent> {
    return new Set(Object.values(INTENTS).filter((intent) => this.wraps(intent)));
  }
}
