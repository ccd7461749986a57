import {
  BackendClosedError,
  type Clock,
  ComputeCycleError,
  type FoundRecord,
  type ModelRegistry,
  type OperationIntent,
  type RecordWrite,
  type ScanRange,
  type Space,
  systemClock,
  type WriteCondition,
  type WriteOutcome,
} from "@results-manager/core";
import type { StepStorage } from "@results-manager/core/rules";
import { Bridge } from "../bridge/bridge.ts";
import { SyncBridgeError } from "../bridge/sync-bridge-error.ts";
import { decodeThrown } from "../protocol/wire-error.ts";
import { decodeRecord, encodeForWrite } from "../protocol/wire-record.ts";
import type { Page, WorkerProtocol } from "../protocol/worker-protocol.ts";
import type { OpenRequest } from "../recipe/open-request.ts";
import type { OpenedBackend } from "./opened-backend.ts";

const SPACE = "results";
/** No worker is of this generation. */
const NEVER = 0;
const LOST =
  "What this store kept in memory is gone: the worker, which all managers of this thread share, ended in a call of another one.";
let lastStore = 0;
let lastScan = 0;

/** What a store in the worker is opened with. */
export interface WorkerStoreOptions {
  readonly order: OpenRequest;
  readonly registry: ModelRegistry;
  readonly clock: Clock;
  readonly timeoutMs: number;
}

/**
 * A store that is open in the worker. What it is asked for is there at once: it is the storage that the rules of core work on.
 *
 * Where the worker had to be replaced, the store is opened again with the next question.
 */
export class WorkerStore implements StepStorage, OpenedBackend {
  readonly registry: ModelRegistry;
  readonly clock: Clock;
  readonly #order: OpenRequest;
  readonly #bridge = Bridge.shared;
  readonly #timeoutMs: number;
  readonly #number: number = ++lastStore;
  /** Operations whose functions are being run, the innermost last. */
  readonly #within: number[] = [];
  #depth = 0;
  #openedIn = NEVER;
  #hasLocks = false;
  #isVolatile = false;
  #isClosed = false;

  /** Opens the store. @throws what the backend throws, or {@link SyncBridgeError} `SYNC_BRIDGE_FAILED`. */
  constructor({ order, registry, clock, timeoutMs }: WorkerStoreOptions) {
    this.#order = order;
    this.registry = registry;
    this.clock = clock;
    this.#timeoutMs = timeoutMs;
    this.#open(this.#bridge.generation);
  }

  read(space: Space, keys: readonly string[]): readonly FoundRecord[] {
    return this.ask("read", space, keys, true).map(decodeRecord);
  }

  /** The records of results, for those who will not come back with their revisions. */
  find(keys: readonly string[]): readonly FoundRecord[] {
    return this.ask("read", SPACE, keys, false).map(decodeRecord);
  }

  write(space: Space, writes: readonly RecordWrite[]): readonly WriteOutcome[] {
    const outcomes = this.ask("write", space, writes.map(encodeForWrite));
    return outcomes.map((outcome) =>
      outcome === true ? WRITTEN : { written: false, found: decodeRecord(outcome[0]) },
    );
  }

  /** Writes records, each for itself: the outcome of one that fails is its error. */
  writeEach(space: Space, writes: readonly RecordWrite[]): readonly (WriteOutcome | Error)[] {
    return this.ask("writeEach", space, writes.map(encodeForWrite)).map((outcome) => {
      if (outcome === true) return WRITTEN;
      if (!("failure" in outcome)) return { written: false, found: decodeRecord(outcome[0]) };
      const thrown = decodeThrown(outcome.failure);
      return thrown instanceof Error ? thrown : new Error(String(thrown));
    });
  }

  *scan(space: Space, range: ScanRange = {}): Generator<readonly string[], void, undefined> {
    const scan = ++lastScan;
    let { after, limit } = range;
    let isLeft = false;
    try {
      for (;;) {
        const { keys, isLast }: Page = this.ask("nextPage", scan, space, { ...range, after, limit });
        isLeft = !isLast;
        if (keys.length > 0) yield keys;
        isLeft = false;
        if (isLast) return;
        after = keys.at(-1) ?? after;
        limit = limit === undefined ? undefined : limit - keys.length;
      }
    } finally {
      if (isLeft && !this.#isClosed) this.ask("endScan", scan);
    }
  }

  locate(space: Space, key: string): string {
    return this.ask("locate", space, key);
  }

  /** Runs work of this thread as one operation: the locks of the backend are held until it has ended. */
  operate<T>(keys: readonly string[], intent: OperationIntent, task: () => T): T {
    this.#openAgainIfNeeded();
    if (!this.#hasLocks) return task();
    const operation = this.ask("enter", keys, intent);
    const entered = this.#openedIn;
    this.#within.push(operation);
    try {
      return task();
    } finally {
      this.#within.pop();
      // Where the worker was replaced meanwhile, the locks went with it.
      if (entered === this.#openedIn && entered === this.#bridge.generation) this.#askNow("leave", [operation]);
    }
  }

  /**
   * Takes the lease of a key, or tells who holds it.
   *
   * @throws {ComputeCycleError} `COMPUTE_CYCLE` where it is held for a computation that asks for its own result.
   */
  takeLease(key: string, condition: WriteCondition): { release(): void } | { readonly holder: FoundRecord } {
    const taken = this.ask("takeLease", key, condition);
    if (typeof taken === "object") {
      if (!taken.isAsker) return { holder: decodeRecord(taken.holder) };
      throw new ComputeCycleError(key, [key, key]);
    }
    const entered = this.#openedIn;
    return {
      release: () => {
        // One that was kept in memory went with the worker.
        if (!this.#isVolatile || entered === this.#bridge.generation) this.ask("releaseLease", taken, key);
      },
    };
  }

  /** Runs a call, which the store must outlive. */
  during<T>(call: () => T): T {
    this.#depth++;
    try {
      return call();
    } finally {
      this.#depth--;
    }
  }

  /** Asks the worker, and blocks until it has answered. @throws {BackendClosedError} `BACKEND_CLOSED`. */
  ask<K extends keyof WorkerProtocol>(name: K, ...args: Parameters<WorkerProtocol[K]>): ReturnType<WorkerProtocol[K]> {
    this.#openAgainIfNeeded();
    return this.#askNow(name, args);
  }

  /**
   * Waits for what was accepted, then refuses everything. Closing again is a no-op.
   *
   * @throws {TypeError} within a call on the store: closing would have to wait for it.
   */
  close(): void {
    if (this.#isClosed) return;
    if (this.#depth > 0) {
      throw new TypeError("A store cannot be closed by a function that a call on it runs, such as update().");
    }
    this.#isClosed = true;
    if (this.#openedIn === this.#bridge.generation) this.#askNow("close", []);
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #openAgainIfNeeded(): void {
    if (this.#isClosed) throw new BackendClosedError();
    const { generation } = this.#bridge;
    if (generation === this.#openedIn) return;
    const isLoss = this.#isVolatile && this.#openedIn !== NEVER;
    this.#open(generation);
    if (isLoss)
      throw new SyncBridgeError(LOST, undefined, "This call did nothing; the next one finds the store empty.");
  }

  #open(generation: number): void {
    const { hasLocks, isVolatile } = this.#askNow("open", [this.#order]);
    this.#hasLocks = hasLocks;
    this.#isVolatile = isVolatile;
    this.#openedIn = generation;
  }

  #askNow<K extends keyof WorkerProtocol>(name: K, args: Parameters<WorkerProtocol[K]>): ReturnType<WorkerProtocol[K]> {
    const now = this.clock === systemClock ? undefined : this.clock.now();
    const within = this.#within.at(-1);
    try {
      return this.#bridge.ask([this.#number, name, now, within, args], this.#timeoutMs) as ReturnType<
        WorkerProtocol[K]
      >;
    } catch (error) {
      if (error instanceof SyncBridgeError) this.#openedIn = NEVER; // Whoever asked knows what is lost.
      throw error;
    }
  }
}

/** The revision stays with the worker: nobody comes back with that of a write. */
const WRITTEN: WriteOutcome = Object.freeze({ written: true, revision: 0 });
