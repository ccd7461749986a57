import {
  BackendClosedError,
  type Clock,
  ComputeCycleError,
  type ModelRegistry,
  systemClock,
} from "@results-manager/core";
import type { OperationIntent, StepStorage } from "@results-manager/core/internal";
import type {
  FoundRecord,
  RecordWrite,
  ScanRange,
  Space,
  WriteCondition,
  WriteOutcome,
} from "@results-manager/core/storage";
import { Bridge } from "../bridge/bridge.ts";
import { SyncBridgeError } from "../bridge/sync-bridge-error.ts";
import { decodeThrown } from "../protocol/wire-error.ts";
import { decodeRecord, encodeForWrite } from "../protocol/wire-record.ts";
import type { Page, WorkerProtocol } from "../protocol/worker-protocol.ts";
import type { OpenRequest } from "../recipe/open-request.ts";
import type { OpenedBackend } from "./opened-backend.ts";

const SPACE = "results";
/** Generation that no worker has. */
const NEVER = 0;
const LOST =
  "The records that this store kept in memory are lost: the worker, which all managers of this thread share, ended during a call of another manager.";
let lastStore = 0;
let lastScan = 0;

/** Options of a store in the worker. */
export interface WorkerStoreOptions {
  readonly request: OpenRequest;
  readonly registry: ModelRegistry;
  readonly clock: Clock;
  readonly timeoutMs: number;
}

/**
 * A store that is open in the worker. Its methods return values, not promises: core's steps run on it as their storage.
 *
 * If the worker was replaced, the next request opens the store again.
 */
export class WorkerStore implements StepStorage, OpenedBackend {
  readonly registry: ModelRegistry;
  readonly clock: Clock;
  readonly #request: OpenRequest;
  readonly #bridge = Bridge.shared;
  readonly #timeoutMs: number;
  readonly #number: number = ++lastStore;
  /** Operations whose functions are running, the innermost last. */
  readonly #within: number[] = [];
  #depth = 0;
  #openedIn = NEVER;
  #hasLocks = false;
  #isVolatile = false;
  #isClosed = false;

  /** Opens the store. @throws errors of the backend, or {@link SyncBridgeError} `SYNC_BRIDGE_FAILED`. */
  constructor({ request, registry, clock, timeoutMs }: WorkerStoreOptions) {
    this.#request = request;
    this.registry = registry;
    this.clock = clock;
    this.#timeoutMs = timeoutMs;
    this.#open(this.#bridge.generation);
  }

  read(space: Space, keys: readonly string[]): readonly FoundRecord[] {
    return this.ask("read", space, keys, true).map(decodeRecord);
  }

  /** Reads records of results without their revisions. */
  find(keys: readonly string[]): readonly FoundRecord[] {
    return this.ask("read", SPACE, keys, false).map(decodeRecord);
  }

  write(space: Space, writes: readonly RecordWrite[]): readonly WriteOutcome[] {
    const outcomes = this.ask("write", space, writes.map(encodeForWrite));
    return outcomes.map((outcome) =>
      outcome === true ? WRITTEN : { written: false, found: decodeRecord(outcome[0]) },
    );
  }

  /** Writes records independently of each other; the outcome of a failed write is its error. */
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

  /** Runs work of this thread as one operation, holding the backend's locks until it has ended. */
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
      // If the worker was replaced, its locks are gone.
      if (entered === this.#openedIn && entered === this.#bridge.generation) this.#askNow("leave", [operation]);
    }
  }

  /**
   * Takes the lease of a key, or returns its holder.
   *
   * @throws {ComputeCycleError} `COMPUTE_CYCLE` where a computation asks for its own result.
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
        // A lease in memory is lost with the worker.
        if (!this.#isVolatile || entered === this.#bridge.generation) this.ask("releaseLease", taken, key);
      },
    };
  }

  /** Runs a call during which the store must not be closed. */
  runCall<T>(call: () => T): T {
    this.#depth++;
    try {
      return call();
    } finally {
      this.#depth--;
    }
  }

  /** Sends a request to the worker, and blocks until it has answered. @throws {BackendClosedError} `BACKEND_CLOSED`. */
  ask<K extends keyof WorkerProtocol>(name: K, ...args: Parameters<WorkerProtocol[K]>): ReturnType<WorkerProtocol[K]> {
    this.#openAgainIfNeeded();
    return this.#askNow(name, args);
  }

  /**
   * Waits for accepted operations, then refuses further calls. Closing again is a no-op.
   *
   * @throws {TypeError} within a call on the store, which closing would have to wait for.
   */
  close(): void {
    if (this.#isClosed) return;
    if (this.#depth > 0) {
      throw new TypeError("Cannot close a store from a function that one of its calls runs, such as that of update().");
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
    const { hasLocks, isVolatile } = this.#askNow("open", [this.#request]);
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
      if (error instanceof SyncBridgeError) this.#openedIn = NEVER; // The caller learns of the loss by this error.
      throw error;
    }
  }
}

/** Outcome of a successful write. Its revision stays in the worker, since no caller needs it. */
const WRITTEN: WriteOutcome = Object.freeze({ written: true, revision: 0 });
