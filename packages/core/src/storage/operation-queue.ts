import type { LazyWrite, RecordRemoval, RecordWrite, Space, WriteOutcome } from "./storage-backend.ts";
import type { FoundRecord } from "./storage-record.ts";
import { nextTurn, turnExhausted } from "./turn.ts";

/** The outcome of one item of a batch: an error fails that item alone. */
export type Outcome<T> = T | Error;

/** A value, or a promise of it: media that answer at once need no promise. */
export type Awaitable<T> = T | Promise<T>;

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
type QueuedItem = string | RecordWrite | LazyWrite | RecordRemoval;

/** One call: its items, how far they have come, and who waits. */
interface Entry {
  readonly kind: Kind;
  readonly space: Space;
  readonly items: readonly QueuedItem[];
  readonly results: unknown[];
  taken: number;
  open: number;
  error: Error | undefined;
  readonly resolve: (results: never) => void;
  readonly reject: (error: Error) => void;
}

/** A place in a call's results. */
interface Target {
  readonly entry: Entry;
  readonly index: number;
}

/**
 * Coalesces what one turn of the event loop asks for into batches, in the order of the calls.
 *
 * Neighbouring calls of one kind go to the medium together; each keeps its own outcome. A lone call waits for one microtask.
 * Work goes on in slices, so that a batch of any size lets timers and I/O through.
 */
export class OperationQueue {
  readonly #executor: Executor;
  readonly #batchSize: number;
  #entries: Entry[] = [];
  #head = 0;
  #draining: Promise<void> | undefined;
  readonly #deferred = new Set<Promise<void>>();

  constructor(executor: Executor, batchSize: number) {
    this.#executor = executor;
    this.#batchSize = batchSize;
  }

  /** Queues a call. It is rejected with the error of its first failing item, once all of them are done. */
  add<K extends Kind>(
    kind: K,
    space: Space,
    items: readonly (K extends "write" ? RecordWrite | LazyWrite : Operations[K]["item"])[],
  ): Promise<Operations[K]["result"][]> {
    if (items.length === 0) return Promise.resolve([]);
    return new Promise((resolve, reject) => {
      const results: unknown[] = [];
      this.#entries.push({ kind, space, items, results, taken: 0, open: items.length, error: undefined, resolve, reject });
      this.#draining ??= this.#drain();
    });
  }

  /** Resolves when everything queued so far is done. */
  async idle(): Promise<void> {
    while (this.#draining || this.#deferred.size > 0) await Promise.all([this.#draining, ...this.#deferred]);
  }

  async #drain(): Promise<void> {
    await undefined; // The rest of the turn may have more to ask.
    while (this.#head < this.#entries.length) {
      if (turnExhausted()) await nextTurn();
      const { kind, space } = this.#entries[this.#head] as Entry;
      const targets = this.#take(kind, space);
      const batch = kind === "write" ? this.#prepare(space, targets) : targets.map(itemOf);
      if (batch.length === 0) continue;
      const done = this.#execute(kind, space, batch, targets);
      if (done) await done;
    }
    this.#entries = [];
    this.#head = 0;
    this.#draining = undefined;
  }

  /** Takes the next items that can go to the medium together. */
  #take(kind: Kind, space: Space): Target[] {
    const targets: Target[] = [];
    while (this.#head < this.#entries.length && targets.length < this.#batchSize) {
      const entry = this.#entries[this.#head] as Entry;
      if (entry.kind !== kind || entry.space !== space) break;
      while (entry.taken < entry.items.length && targets.length < this.#batchSize) {
        targets.push({ entry, index: entry.taken++ });
      }
      if (entry.taken === entry.items.length) this.#head++;
    }
    // What is done must not stay in memory until a queue that never runs dry does.
    if (this.#head > 4096) {
      this.#entries = this.#entries.slice(this.#head);
      this.#head = 0;
    }
    return targets;
  }

  /** Works out the contents of lazy writes; those that fail, or are not ready yet, leave the batch. */
  #prepare(space: Space, targets: Target[]): QueuedItem[] {
    const batch: QueuedItem[] = [];
    let kept = 0;
    for (const target of targets) {
      const item = itemOf(target) as RecordWrite | LazyWrite;
      const write = "prepare" in item ? this.#prepareOne(space, item, target) : item;
      if (!write) continue;
      batch.push(write);
      targets[kept++] = target;
    }
    targets.length = kept;
    return batch;
  }

  #prepareOne(space: Space, { key, condition, prepare }: LazyWrite, target: Target): RecordWrite | undefined {
    try {
      const content = prepare();
      if (!(content instanceof Promise)) return { key, condition, content };
      // An asynchronous schema: its write queues up again when it is ready, and holds up nobody.
      const deferred: Promise<void> = content
        .then((ready) => this.add("write", space, [{ key, condition, content: ready }]))
        .then(
          ([outcome]) => settle(target, outcome),
          (error: unknown) => settle(target, asError(error)),
        )
        .finally(() => this.#deferred.delete(deferred));
      this.#deferred.add(deferred);
    } catch (error) {
      settle(target, asError(error));
    }
    return undefined;
  }

  #execute(kind: Kind, space: Space, batch: readonly QueuedItem[], targets: readonly Target[]): Promise<void> | undefined {
    const execute = this.#executor[kind] as (space: Space, items: readonly QueuedItem[]) => Awaitable<readonly unknown[]>;
    const fail = (error: unknown): void => {
      for (const target of targets) settle(target, asError(error));
    };
    const deliver = (outcomes: readonly unknown[]): void => {
      for (let i = 0; i < targets.length; i++) settle(targets[i] as Target, outcomes[i]);
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

function itemOf({ entry, index }: Target): QueuedItem {
  return entry.items[index] as QueuedItem;
}

function settle({ entry, index }: Target, outcome: unknown): void {
  if (outcome instanceof Error) entry.error ??= outcome;
  else entry.results[index] = outcome;
  if (--entry.open > 0) return;
  if (entry.error) entry.reject(entry.error);
  else entry.resolve(entry.results as never);
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error), { cause: error });
}
