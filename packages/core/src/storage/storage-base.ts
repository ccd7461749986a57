import { BackendClosedError } from "../errors/storage-errors.ts";
import type { FoundRecord } from "../records/record.ts";
import type {
  ChangeOutcome,
  LazyWrite,
  RecordChange,
  RecordRemoval,
  RecordWrite,
  RemovalRange,
  ScanRange,
  Space,
  StorageBackend,
  WriteOutcome,
} from "../records/storage-backend.ts";
import type { RecordUsage } from "../records/usage.ts";
import type { WriteGroup } from "../scheduling/atomic-writes.ts";
import { Batch, type Input, type Kind, PendingItem, type Result } from "../scheduling/batch.ts";
import { committedPages } from "../scheduling/committed-pages.ts";
import { yieldToEventLoop } from "../scheduling/event-loop.ts";
import type { Awaitable } from "../scheduling/group-commit.ts";
import { asError } from "../scheduling/group-commit.ts";
import { OperationQueue } from "../scheduling/operation-queue.ts";
import { CallGate } from "./call-gate.ts";
import { Medium } from "./medium.ts";
import { INTENTS, keyOf, type OperationIntent, type OperationOptions } from "./operation.ts";

/**
 * Base class of media: a medium implements {@link MediumHooks} and inherits the record operations of every face and the queue that orders
 * them.
 */
export abstract class StorageBase extends Medium implements StorageBackend {
  #queue: OperationQueue | undefined;
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

  /** Yields {@link StorageBase.listUses} after all earlier operations. */
  async *uses(space: Space): AsyncGenerator<readonly RecordUsage[], void, undefined> {
    this.#assertOpen();
    await this.#queue?.reached();
    for await (const page of this.#committed(this.listUses(space))) yield page;
  }

  /** Records that entries were used; see {@link StorageBase.noteUses}. */
  recordUses(space: Space, keys: readonly string[], now: number): Promise<void> {
    return this.runAlone(async () => this.noteUses(space, keys, now));
  }

  /** True if operations can be carried out synchronously: the medium supports it, nothing is queued, and nothing wraps operations. */
  get canBypassQueue(): boolean {
    return this.supports.synchronous === true && !this.wrapsOperations && !this.#gate.isClosing && this.#isIdle;
  }

  get #isIdle(): boolean {
    return this.#queue === undefined || this.#queue.isIdle;
  }

  /** True if {@link StorageBase.operation} is overridden; a mixin that overrides it overrides this, too. */
  protected get wrapsOperations(): boolean {
    return false;
  }

  /**
   * Wraps every operation of every face. Lock mixins override it, together with `wrapsOperations`, and call `super`.
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
    if (!this.wrapsOperations) return this.#openQueue().enter(kind, space, item);
    return this.#askWrapped(kind, space, item, gate);
  }

  /** Most mixins pass most operations on synchronously: the queued item is then returned itself, and no batch is created. */
  #askWrapped<K extends Kind>(kind: K, space: Space, item: Input<K>, gate: CallGate): PendingItem<K> {
    let queued: PendingItem<K> | undefined;
    let done: Promise<void> | undefined;
    gate.enter();
    const operation = this.operation([keyOf(item)], INTENTS[kind], () => {
      this.#assertOpen();
      queued = this.#openQueue().enter(kind, space, item);
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
    if (this.#gate.isClosed) return Promise.reject(new BackendClosedError());
    return this.#openQueue().add(kind, space, items);
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
    if (this.#gate.isClosed) return Promise.reject(new BackendClosedError());
    return this.#openQueue().run(task);
  }

  /** Resolves when all earlier operations are done. */
  async reached(): Promise<void> {
    await this.#queue?.reached();
  }

  /** Returns all keys that a scan of the same range yields. */
  listKeys(space: Space, range: ScanRange = {}): Promise<string[]> {
    if (this.#gate.isClosed) return Promise.reject(new BackendClosedError());
    const list = (): Promise<string[]> => {
      const pages = this.scanKeys(space, range, this.clock.now());
      return this.allKeys(this.supports.synchronous ? pages : this.#committed(pages));
    };
    return this.#isIdle ? list() : this.reached().then(list);
  }

  read(space: Space, keys: readonly string[]): Promise<readonly FoundRecord[]> {
    return this.askAll("read", space, keys);
  }

  has(space: Space, keys: readonly string[]): Promise<readonly boolean[]> {
    return this.askAll("has", space, keys);
  }

  write(space: Space, writes: readonly (RecordWrite | LazyWrite)[]): Promise<readonly WriteOutcome[]> {
    return this.askAll("write", space, writes);
  }

  writeTogether(space: Space, writes: readonly RecordWrite[]): Promise<void> {
    const group = { space, writes };
    const write = async (groups: readonly WriteGroup[]) => this.writeAtomically(groups, this.clock.now());
    if (!this.supports.atomicWrites) return this.runAlone(() => write([group]));
    if (this.#gate.isClosed) return Promise.reject(new BackendClosedError());
    return this.#openQueue().join(group, write);
  }

  change(space: Space, changes: readonly RecordChange[]): Promise<readonly ChangeOutcome[]> {
    return this.askAll("change", space, changes);
  }

  remove(space: Space, removals: readonly RecordRemoval[]): Promise<readonly boolean[]> {
    return this.askAll("remove", space, removals);
  }

  async confirm(space: Space, keys: readonly string[]): Promise<void> {
    if (this.supports.confirms) await this.askAll("confirm", space, keys);
  }

  async *scan(space: Space, range: ScanRange = {}): AsyncGenerator<readonly string[], void, undefined> {
    this.#assertOpen();
    await this.#queue?.reached(); // A scan includes the effects of earlier operations.
    for await (const page of this.#committed(this.scanKeys(space, range, this.clock.now()))) {
      yield page;
      this.#assertOpen();
    }
  }

  #committed<T>(pages: AsyncIterable<T> | Iterable<Awaitable<T>>): AsyncIterable<T> | Iterable<Awaitable<T>> {
    if (!this.transactions) return pages;
    return committedPages(pages, () => (this.supports.synchronous && this.#isIdle ? undefined : this.#openQueue()));
  }

  async wipe(space: Space, range: RemovalRange = {}): Promise<number> {
    this.#assertOpen();
    const parts = () => this.removeRange(space, range, this.clock.now());
    // No caller sees expired records, so other operations may run between the parts.
    if (range.expired) return sumOf(committedPages(parts(), () => this.#openQueue()));
    return this.runAlone(() => sumOf(parts()));
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

  /** @throws {BackendClosedError} `BACKEND_CLOSED` once the backend is closed. */
  #assertOpen(): void {
    if (this.#gate.isClosed) throw new BackendClosedError();
  }

  #openQueue(): OperationQueue {
    this.#queue ??= new OperationQueue(this.executor(), this.supports, this.transactions);
    return this.#queue;
  }
}

async function sumOf(counts: AsyncIterable<number> | Iterable<Awaitable<number>>): Promise<number> {
  let sum = 0;
  for await (const count of counts) sum += count;
  return sum;
}
