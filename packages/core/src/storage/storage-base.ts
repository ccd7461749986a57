import { BackendClosedError } from "../errors/storage-errors.ts";
import { withCallerStack } from "../errors/with-caller-stack.ts";
import type { FoundRecord } from "../records/record.ts";
import type {
  ChangeOutcome,
  LazyWrite,
  RecordChange,
  RecordRemoval,
  RecordWrite,
  ScanRange,
  Space,
  StorageBackend,
  WriteOutcome,
} from "../records/storage-backend.ts";
import type { RecordUsage } from "../records/usage.ts";
import { Batch, type Input, type Kind, PendingItem, type Result } from "../scheduling/batch.ts";
import { committedPages } from "../scheduling/committed-pages.ts";
import { yieldToEventLoop } from "../scheduling/event-loop.ts";
import type { Awaitable } from "../scheduling/group-commit.ts";
import { asError } from "../scheduling/group-commit.ts";
import { OperationQueue } from "../scheduling/operation-queue.ts";
import { findPurpose } from "../scheduling/user-work.ts";
import { Medium } from "./medium.ts";
import type { StorageAccess } from "./storage-access.ts";

/** Intent of an operation, which locks may treat differently. `update` reads, computes and writes. */
export type OperationIntent = "read" | "write" | "update";

const INTENTS: Readonly<Record<Kind, OperationIntent>> = {
  read: "read",
  has: "read",
  write: "write",
  change: "write",
  remove: "write",
  confirm: "write",
};

/** Number of asynchronous functions through which a face may return the promise of `accept`. */
const RETURN_DEPTH = 3;

/** Limits on the wait of an operation for its lock. */
export interface OperationOptions {
  /** Ends the wait for a lock. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Base class of media: a medium implements {@link MediumHooks} and inherits the record operations of every face and the queue that orders
 * them.
 */
export abstract class StorageBase extends Medium implements StorageBackend {
  #queue: OperationQueue | undefined;
  #active = 0;
  #whenIdle: (() => void) | undefined;
  #closing: Promise<void> | undefined;
  #closed = false;

  /** Yields {@link StorageBase.listUses} after all earlier operations. */
  protected async *uses(space: Space): AsyncGenerator<readonly RecordUsage[], void, undefined> {
    this.#assertOpen();
    await this.#queue?.reached();
    for await (const page of this.#committed(this.listUses(space))) yield page;
  }

  /** True if the backend is open, nothing is queued and no lock mixin is used: operations can then be carried out synchronously. */
  protected get canBypassQueue(): boolean {
    return (
      this.#closing === undefined &&
      (this.#queue === undefined || this.#queue.isIdle) &&
      this.operation === StorageBase.prototype.operation
    );
  }

  /**
   * Wraps every operation of every face. Lock mixins override it and call `super`.
   *
   * @param keys Canonical keys that the operation accesses; empty for an operation on the whole store.
   */
  protected operation<T>(
    _keys: readonly string[],
    _intent: OperationIntent,
    task: () => Promise<T>,
    _options?: OperationOptions,
  ): Promise<T> {
    return task();
  }

  /**
   * Carries out a call of a face that accesses the medium once, for one key. It need not be counted as active: closing waits for all queued
   * items.
   *
   * @throws {BackendClosedError} `BACKEND_CLOSED`.
   */
  protected performOne<K extends Kind>(kind: K, space: Space, key: string, item: Input<K>): PendingItem<K> {
    this.assertAccepting();
    if (this.operation === StorageBase.prototype.operation) return this.#openQueue().enter(kind, space, item);
    return this.#performWrapped(kind, space, key, item);
  }

  /** Most mixins pass most operations on synchronously: the queued item is then returned itself, and no batch is created. */
  #performWrapped<K extends Kind>(kind: K, space: Space, key: string, item: Input<K>): PendingItem<K> {
    let queued: PendingItem<K> | undefined;
    let done: Promise<void> | undefined;
    this.#active++; // A mixin may delay the operation before it is queued.
    const operation = this.operation([key], INTENTS[kind], () => {
      this.#assertOpen();
      queued = this.#openQueue().enter(kind, space, item);
      done = kind === "write" ? queued.whenDone() : queued.settled;
      return done;
    });
    if (queued && operation === done) {
      this.#leave();
      return queued;
    }
    const batch = new Batch(kind, space);
    operation
      .then(
        () => batch.settle([(queued as PendingItem<K>).outcome]),
        (error: unknown) => batch.settle([asError(error)]),
      )
      .finally(() => this.#leave());
    return new PendingItem(batch, item);
  }

  /** Carries out a call of a face that accesses the medium once, for many keys. */
  protected performAll<K extends Kind>(
    kind: K,
    space: Space,
    keys: readonly string[],
    items: readonly Input<K>[],
  ): Promise<Result<K>[]> {
    return this.accept(() => this.operation(keys, INTENTS[kind], () => this.#enqueue(kind, space, items)));
  }

  /**
   * Carries out a call of a face that accesses the medium several times. Closing waits for the last access.
   *
   * @throws {BackendClosedError} `BACKEND_CLOSED`.
   */
  protected async accept<T>(task: () => Promise<T>): Promise<T> {
    this.assertAccepting();
    this.#active++;
    try {
      return await task();
    } catch (error) {
      // If the task fails immediately, the callers that return this promise have not begun to await it: their stack would be missing.
      for (let i = 0; i < RETURN_DEPTH; i++) await undefined;
      throw withCallerStack(error);
    } finally {
      this.#leave();
    }
  }

  /**
   * Refuses calls after `close()`, except those from functions that an accepted call runs: they are part of that call.
   *
   * @throws {BackendClosedError} `BACKEND_CLOSED`.
   */
  protected assertAccepting(): void {
    if (!this.#closing) return;
    if (this.#closed || !findPurpose(({ storage }) => storage === this)) throw new BackendClosedError();
  }

  /** Yields the pages of a listing of a face. Closing waits for each requested page; once the medium is closed, the next one is refused. */
  protected async *listing<T>(pages: AsyncIterable<T>): AsyncGenerator<T, void, undefined> {
    this.assertAccepting();
    const iterator = pages[Symbol.asyncIterator]();
    try {
      for (;;) {
        const next = await this.track(() => iterator.next());
        if (next.done) return;
        yield next.value;
      }
    } catch (error) {
      throw withCallerStack(error);
    } finally {
      await this.track(async () => iterator.return?.());
    }
  }

  /**
   * Carries out work on a storage as its faces do, for a face outside of the storage: locks wrap it, and closing waits for it.
   *
   * @throws {BackendClosedError} `BACKEND_CLOSED`.
   */
  static operate<T>(
    storage: StorageBase,
    keys: readonly string[],
    intent: OperationIntent,
    task: () => Promise<T>,
  ): Promise<T> {
    return storage.accept(() => storage.operation(keys, intent, task));
  }

  /** Runs a task that closing waits for. */
  protected async track<T>(task: () => Promise<T>): Promise<T> {
    this.#active++;
    try {
      return await task();
    } finally {
      this.#leave();
    }
  }

  #leave(): void {
    if (--this.#active === 0) this.#whenIdle?.();
  }

  /** Returns the protected operations that a face needs. */
  protected storageAccess(): StorageAccess {
    const storage = this;
    return {
      storage,
      get inlineDepth() {
        return storage.inlineDepth;
      },
      get recordIndex() {
        return storage.recordIndex;
      },
      get canBypassQueue() {
        return storage.canBypassQueue;
      },
      accept: (task) => this.accept(task),
      track: (task) => this.track(task),
      assertAccepting: () => this.assertAccepting(),
      listing: (pages) => this.listing(pages),
      operation: (keys, intent, task, options) => this.operation(keys, intent, task, options),
      performOne: (kind, space, key, item) => this.performOne(kind, space, key, item),
      syncRecords: (space) => this.syncRecords(space),
      uses: (space) => this.uses(space),
      noteUses: (space, keys, now) => this.runAlone(async () => this.noteUses(space, keys, now)),
      releaseSpace: (isThorough) => this.releaseSpace(isThorough),
      listKeys: (space, range) => this.listKeys(space, range),
    };
  }

  /**
   * Runs a task that accesses the medium directly, perhaps several times. Earlier operations are done before it runs; later ones wait for
   * it.
   */
  protected runAlone<T>(task: () => Promise<T>): Promise<T> {
    if (this.#closed) return Promise.reject(new BackendClosedError());
    return this.#openQueue().run(task);
  }

  /** Returns all keys that a scan of the same range yields. */
  protected listKeys(space: Space, range: ScanRange = {}): Promise<string[]> {
    if (this.#closed) return Promise.reject(new BackendClosedError());
    const queue = this.#queue;
    if (!queue || queue.isIdle) return this.allKeys(space, range);
    return queue.reached().then(() => this.allKeys(space, range));
  }

  read(space: Space, keys: readonly string[]): Promise<readonly FoundRecord[]> {
    return this.#enqueue("read", space, keys);
  }

  has(space: Space, keys: readonly string[]): Promise<readonly boolean[]> {
    return this.#enqueue("has", space, keys);
  }

  write(space: Space, writes: readonly (RecordWrite | LazyWrite)[]): Promise<readonly WriteOutcome[]> {
    return this.#enqueue("write", space, writes);
  }

  writeTogether(space: Space, writes: readonly RecordWrite[]): Promise<void> {
    const group = { space, writes };
    if (!this.transactions) return this.runAlone(() => this.writeAll([group]));
    if (this.#closed) return Promise.reject(new BackendClosedError());
    return this.#openQueue().join(group, (groups) => this.writeAll(groups));
  }

  change(space: Space, changes: readonly RecordChange[]): Promise<readonly ChangeOutcome[]> {
    return this.#enqueue("change", space, changes);
  }

  remove(space: Space, removals: readonly RecordRemoval[]): Promise<readonly boolean[]> {
    return this.#enqueue("remove", space, removals);
  }

  async confirm(space: Space, keys: readonly string[]): Promise<void> {
    if (this.supports.confirms) await this.#enqueue("confirm", space, keys);
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
    return this.transactions ? committedPages(pages, () => this.#queue) : pages;
  }

  wipe(space: Space, range: Pick<ScanRange, "prefix" | "startsWith"> = {}): Promise<number> {
    return this.runAlone(() => this.wipeRecords(space, range));
  }

  close(): Promise<void> {
    this.#closing ??= this.#finish();
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #finish(): Promise<void> {
    do {
      if (this.#active > 0) {
        await new Promise<void>((resolve) => {
          this.#whenIdle = resolve;
        });
      }
      await this.#queue?.idle();
      await yieldToEventLoop(); // Callers whose operations are done continue first, and may start new ones, such as the next page of a listing.
    } while (this.#active > 0 || this.#queue?.isIdle === false);
    this.#closed = true;
    await this.closeStorage();
  }

  /** @throws {BackendClosedError} `BACKEND_CLOSED` once the backend is closed. */
  #assertOpen(): void {
    if (this.#closed) throw new BackendClosedError();
  }

  #enqueue<K extends Kind>(kind: K, space: Space, items: readonly Input<K>[]): Promise<Result<K>[]> {
    if (this.#closed) return Promise.reject(new BackendClosedError());
    return this.#openQueue().add(kind, space, items);
  }

  #openQueue(): OperationQueue {
    this.#queue ??= new OperationQueue(this.executor(), this.supports, this.transactions);
    return this.#queue;
  }
}
