import type { CallIndex } from "../calls/call-index.ts";
import { BackendClosedError } from "../errors/storage-errors.ts";
import { defaultRegistry, type ModelRegistry } from "../models/model-registry.ts";
import { Batch, type Given, type Kind, type Outcome, Place, type Result } from "./batch.ts";
import { changeRecords } from "./change-records.ts";
import { type Clock, systemClock } from "./clock.ts";
import { unlessExpired } from "./expiry.ts";
import type { FaceHost } from "./face-host.ts";

import { OperationQueue } from "./operation-queue.ts";
import { bytesOf, type RecordsAtHand, type RecordUse, type SpaceBounds } from "./record-use.ts";
import type {
  ChangeOutcome,
  LazyWrite,
  RecordChange,
  RecordRemoval,
  RecordWrite,
  ScanRange,
  Space,
  StorageBackend,
  StorageSupports,
  WriteOutcome,
} from "./storage-backend.ts";
import type { FoundRecord } from "./storage-record.ts";
import { type Awaitable, asError, type Transactions } from "./transaction-group.ts";
import { nextTurn, turnExhausted } from "./turn.ts";
import { type PartsMedium, writeWithParts } from "./write-with-parts.ts";

/** What every backend takes. */
export interface StorageOptions {
  /** Where stored names become models again; the default registry unless given. */
  readonly registry?: ModelRegistry;
  /** Where the time comes from; the machine's clock unless given. */
  readonly clock?: Clock;
}

/** What an operation is about to do; locks may treat them differently. `update` reads, works and writes. */
export type OperationIntent = "read" | "write" | "update";

const INTENTS: Readonly<Record<Kind, OperationIntent>> = {
  read: "read",
  has: "read",
  write: "write",
  change: "write",
  remove: "write",
};

/** How long an operation may wait for its turn. */
export interface OperationOptions {
  /** Ends the wait for a lock. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * What a medium extends: it gives the four hooks below and inherits the rest.
 *
 * Hooks get final arguments, batched, never two at a time, and never after `close()`. They may answer at once or with a
 * promise; an `Error` in place of an item's result fails that item alone.
 */
export abstract class StorageBase implements StorageBackend {
  abstract readonly supports: StorageSupports;
  readonly #registry: ModelRegistry;
  readonly #clock: Clock;
  #queue: OperationQueue | undefined;
  #active = 0;
  #whenIdle: (() => void) | undefined;
  #closing: Promise<void> | undefined;
  #closed = false;

  constructor({ registry = defaultRegistry, clock = systemClock }: StorageOptions = {}) {
    this.#registry = registry;
    this.#clock = clock;
  }

  /** Reads what stands under each key, expired or not. */
  protected abstract readRecords(space: Space, keys: readonly string[]): Awaitable<readonly Outcome<FoundRecord>[]>;

  /** Writes each record whose condition holds at `now`, atomically; see `admitsWrite` and `unlessExpired`. */
  protected abstract writeRecords(
    space: Space,
    writes: readonly RecordWrite[],
    now: number,
  ): Awaitable<readonly Outcome<WriteOutcome>[]>;

  /** Removes each record whose condition holds at `now`; with `any`, one that had expired goes too but does not count. */
  protected abstract removeRecords(
    space: Space,
    removals: readonly RecordRemoval[],
    now: number,
  ): Awaitable<readonly Outcome<boolean>[]>;

  /** Yields the keys of the range in code-point order, in pages; asked for the next one when it has given the one before. */
  protected abstract scanKeys(
    space: Space,
    range: ScanRange,
    now: number,
  ): AsyncIterable<readonly string[]> | Iterable<Awaitable<readonly string[]>>;

  /**
   * How deep a child of a value may be to be kept within its parent: 0 for scalars and empty containers alone. Deeper ones are
   * records of their own. Nothing is split unless a mixin says so.
   */
  protected get inlineDepth(): number {
    return Number.POSITIVE_INFINITY;
  }

  /** How a medium finds and moves calls by itself; none unless it can. */
  protected get callIndex(): CallIndex | undefined {
    return undefined;
  }

  /** Tells which keys hold a record that has not expired. A medium that need not read them for this overrides it. */
  protected hasRecords(space: Space, keys: readonly string[], now: number): Awaitable<readonly Outcome<boolean>[]> {
    const there = (found: readonly Outcome<FoundRecord>[]): readonly Outcome<boolean>[] =>
      found.map((record) => (record instanceof Error ? record : unlessExpired(record, now) !== undefined));
    const found = this.readRecords(space, keys);
    return found instanceof Promise ? found.then(there) : there(found);
  }

  /**
   * Changes records, each atomically, to what follows from what lives there at `now`; see `foldChanges`. By conditional writes, unless
   * a medium knows a better way.
   */
  protected changeRecords(
    space: Space,
    changes: readonly RecordChange[],
    now: number,
  ): Awaitable<readonly Outcome<ChangeOutcome>[]> {
    const read = (keys: readonly string[]) => this.readRecords(space, keys);
    const write = (writes: readonly RecordWrite[]) => this.writeRecords(space, writes, now);
    return changeRecords({ read, write }, changes, now);
  }

  /** Notes that records were used at `now`, for `listUses`. A medium that keeps no such note goes by when they were written. */
  protected noteUses(_space: Space, _keys: readonly string[], _now: number): Awaitable<void> {}

  /** Yields what every record of a space takes, and when it was last used, in pages, in any order; expired ones too. */
  protected async *listUses(space: Space): AsyncGenerator<readonly RecordUse[], void, undefined> {
    for (const expired of [false, true]) {
      for await (const keys of this.scanKeys(space, { expired }, this.#clock.now())) {
        const found = await this.readRecords(space, keys);
        yield found.flatMap((record, i): RecordUse[] => {
          if (!record || record instanceof Error || record.corrupt !== undefined) return [];
          const key = keys[i] as string;
          const usedAt = Date.parse(record.updatedAt);
          return [{ key, bytes: bytesOf(key, record), usedAt, expiresAt: record.expiresAt }];
        });
      }
    }
  }

  /** The same as {@link StorageBase.listUses}, of everything asked for before. */
  protected async *uses(space: Space): AsyncGenerator<readonly RecordUse[], void, undefined> {
    this.#assertOpen();
    await this.#queue?.reached();
    yield* this.listUses(space);
  }

  /** How much a space may hold; a face says so. A medium that `evicts` keeps to it by itself. */
  protected boundsOf(_space: Space): SpaceBounds {
    return {};
  }

  /** Called by a medium that `evicts` when it has. */
  protected onEviction(_space: Space): void {}

  /** The records of a space themselves, while nothing is queued that comes before: a medium in memory needs no promise then. */
  protected recordsAtHand(_space: Space): RecordsAtHand | undefined {
    return undefined;
  }

  /** Nothing is queued, no lock is in the way, and the backend is open: what can be done at once may be. */
  protected get isUndisturbed(): boolean {
    return (
      this.#closing === undefined &&
      (this.#queue === undefined || this.#queue.isIdle) &&
      this.operation === StorageBase.prototype.operation
    );
  }

  /** Tells whether what stands under a key may be cleared: media that people put files into look more closely. */
  protected isOwn(_space: Space, _key: string): boolean {
    return true;
  }

  /** How a medium makes the operations of one turn take effect together; media without transactions have none. */
  protected get transactions(): Transactions | undefined {
    return undefined;
  }

  /** Frees what the medium holds. */
  protected async closeStorage(): Promise<void> {}

  /**
   * Wraps every operation of every face; lock mixins override it and chain `super`.
   *
   * @param keys the canonical keys it is about; none where it is about the whole store.
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
   * Takes a call of a face that asks the medium once, about one key: what is queued is waited for anyway when the backend closes.
   *
   * @throws {BackendClosedError} `BACKEND_CLOSED`.
   */
  protected performOne<K extends Kind>(kind: K, space: Space, key: string, item: Given<K>): Place<K> {
    this.assertAccepting();
    if (this.operation === StorageBase.prototype.operation) return this.#openQueue().enter(kind, space, item);
    return this.#performWrapped(kind, space, key, item);
  }

  /** Most mixins let most operations pass at once: then the place is that in the queue, and nothing else need be made. */
  #performWrapped<K extends Kind>(kind: K, space: Space, key: string, item: Given<K>): Place<K> {
    let queued: Place<K> | undefined;
    const operation = this.operation<unknown>([key], INTENTS[kind], () => {
      this.#assertOpen();
      const place = this.#openQueue().enter(kind, space, item);
      queued = place;
      // A write may wait for its schema.
      return kind === "write" ? place.settled.then((): unknown => place.take()) : place.settled;
    });
    if (operation === queued?.settled) return queued;
    const batch = new Batch(kind, space);
    operation.then(
      () => batch.settle([(queued as Place<K>).outcome]),
      (error: unknown) => batch.settle([asError(error)]),
    );
    return new Place(batch, item);
  }

  /** The same about many keys. */
  protected performAll<K extends Kind>(
    kind: K,
    space: Space,
    keys: readonly string[],
    items: readonly Given<K>[],
  ): Promise<Result<K>[]> {
    if (this.#closing) return Promise.reject(new BackendClosedError());
    return this.operation(keys, INTENTS[kind], () => this.#enqueue(kind, space, items));
  }

  /** Carries out a call of a face that asks the medium several times: closing waits for the last. */
  protected accept<T>(task: () => Promise<T>): Promise<T> {
    return this.#closing ? Promise.reject(new BackendClosedError()) : this.track(task);
  }

  /**
   * Refuses what is asked for after `close()` was called; for listings, whose work is done as they are read.
   *
   * @throws {BackendClosedError} `BACKEND_CLOSED`.
   */
  protected assertAccepting(): void {
    if (this.#closing) throw new BackendClosedError();
  }

  /**
   * Carries out work on a storage as its faces do, for a face that stands outside of it: locks wrap it, and closing waits for it.
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
      if (--this.#active === 0) this.#whenIdle?.();
    }
  }

  /** Lends a face what it needs. */
  protected faceHost(): FaceHost {
    const storage = this;
    return {
      storage,
      get inlineDepth() {
        return storage.inlineDepth;
      },
      get callIndex() {
        return storage.callIndex;
      },
      get isUndisturbed() {
        return storage.isUndisturbed;
      },
      accept: (task) => this.accept(task),
      assertAccepting: () => this.assertAccepting(),
      operation: (keys, intent, task, options) => this.operation(keys, intent, task, options),
      performOne: (kind, space, key, item) => this.performOne(kind, space, key, item),
      recordsAtHand: (space) => this.recordsAtHand(space),
      uses: (space) => this.uses(space),
      noteUses: (space, keys, now) => this.runAlone(async () => this.noteUses(space, keys, now)),
      listKeys: (space, range) => this.listKeys(space, range),
    };
  }

  /** Runs what asks the medium itself, several times perhaps: what was asked for before is done by then, what comes later waits. */
  protected runAlone<T>(task: () => Promise<T>): Promise<T> {
    if (this.#closed) return Promise.reject(new BackendClosedError());
    return this.#openQueue().run(task);
  }

  /** All keys that a scan of the same range yields. */
  protected async listKeys(space: Space, range: ScanRange = {}): Promise<string[]> {
    this.#assertOpen();
    if (this.#queue) await this.#queue.reached();
    const keys = this.scanKeys(space, range, this.#clock.now());
    const pages: (readonly string[])[] = [];
    if (Symbol.asyncIterator in keys) {
      for await (const page of keys) pages.push(page);
    } else {
      // No promise a page where none is needed: most prefixes have few pages.
      for (const page of keys) {
        pages.push(page instanceof Promise ? await page : page);
        if (turnExhausted()) await nextTurn();
      }
    }
    return ([] as string[]).concat(...pages); // flat() takes ten times as long.
  }

  /** Where stored names become models again. */
  get registry(): ModelRegistry {
    return this.#registry;
  }

  /** Where the time comes from. */
  get clock(): Clock {
    return this.#clock;
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
    return this.runAlone(() => this.#writeTogetherNow(space, writes));
  }

  change(space: Space, changes: readonly RecordChange[]): Promise<readonly ChangeOutcome[]> {
    return this.#enqueue("change", space, changes);
  }

  remove(space: Space, removals: readonly RecordRemoval[]): Promise<readonly boolean[]> {
    return this.#enqueue("remove", space, removals);
  }

  async *scan(space: Space, range: ScanRange = {}): AsyncGenerator<readonly string[], void, undefined> {
    this.#assertOpen();
    await this.#queue?.reached(); // A scan sees what was asked for before it.
    for await (const page of this.scanKeys(space, range, this.#clock.now())) {
      yield page;
      this.#assertOpen();
    }
  }

  wipe(space: Space, range: Pick<ScanRange, "prefix" | "startsWith"> = {}): Promise<number> {
    return this.runAlone(() => this.#wipeNow(space, range));
  }

  async #writeTogetherNow(space: Space, writes: readonly RecordWrite[]): Promise<void> {
    const { transactions } = this;
    const { batchSize } = this.supports;
    let failure: Error | undefined;
    transactions?.begin();
    try {
      for (let at = 0; at < writes.length; at += batchSize) {
        const outcomes = await this.writeRecords(space, writes.slice(at, at + batchSize), this.#clock.now());
        failure ??= outcomes.find((outcome) => outcome instanceof Error);
        if (failure && transactions) throw failure;
        if (turnExhausted()) await nextTurn();
      }
    } catch (error) {
      transactions?.rollback();
      throw error;
    }
    await transactions?.commit();
    if (failure) throw failure;
  }

  async #wipeNow(space: Space, range: Pick<ScanRange, "prefix" | "startsWith">): Promise<number> {
    let cleared = 0;
    for (const expired of [false, true]) {
      for await (const page of this.scanKeys(space, { ...range, expired }, this.#clock.now())) {
        const own = page.filter((key) => this.isOwn(space, key));
        const removals = own.map((key) => ({ key, condition: "any" }) as const);
        for (const removed of await this.removeRecords(space, removals, this.#clock.now())) {
          if (removed instanceof Error) throw removed;
          if (removed) cleared++;
        }
        if (turnExhausted()) await nextTurn();
      }
    }
    return cleared;
  }

  locate(space: Space, key: string): string {
    return `${space} '${key}'`;
  }

  close(): Promise<void> {
    this.#closing ??= this.#finish();
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #finish(): Promise<void> {
    if (this.#active > 0) {
      await new Promise<void>((resolve) => {
        this.#whenIdle = resolve;
      });
    }
    await this.#queue?.idle();
    await nextTurn(); // Whoever waited is told first.
    this.#closed = true;
    await this.closeStorage();
  }

  /** @throws {BackendClosedError} `BACKEND_CLOSED` once the backend is closed. */
  #assertOpen(): void {
    if (this.#closed) throw new BackendClosedError();
  }

  #enqueue<K extends Kind>(kind: K, space: Space, items: readonly Given<K>[]): Promise<Result<K>[]> {
    if (this.#closed) return Promise.reject(new BackendClosedError());
    return this.#openQueue().add(kind, space, items);
  }

  #openQueue(): OperationQueue {
    this.#queue ??= new OperationQueue(
      {
        read: (space, keys) => this.#readLiving(space, keys),
        has: (space, keys) => this.hasRecords(space, keys, this.#clock.now()),
        write: (space, writes) => {
          if (!writes.some(({ parts }) => parts)) return this.writeRecords(space, writes, this.#clock.now());
          return writeWithParts(this.#partsMedium(), space, writes);
        },
        change: (space, changes) => this.changeRecords(space, changes, this.#clock.now()),
        remove: (space, removals) => this.removeRecords(space, removals, this.#clock.now()),
      },
      this.supports.batchSize,
      this.transactions,
    );
    return this.#queue;
  }

  #partsMedium(): PartsMedium {
    return {
      batchSize: this.supports.batchSize,
      has: (space, keys) => this.hasRecords(space, keys, this.#clock.now()),
      write: (space, writes) => this.writeRecords(space, writes, this.#clock.now()),
    };
  }

  #readLiving(space: Space, keys: readonly string[]): Awaitable<readonly Outcome<FoundRecord>[]> {
    const now = this.#clock.now();
    const living = (found: readonly Outcome<FoundRecord>[]): readonly Outcome<FoundRecord>[] =>
      found.map((record) => (record instanceof Error ? record : unlessExpired(record, now)));
    const found = this.readRecords(space, keys);
    return found instanceof Promise ? found.then(living) : living(found);
  }
}
