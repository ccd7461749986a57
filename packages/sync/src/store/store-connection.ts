import { BackendClosedError, type Clock, systemClock } from "@results-manager/core";
import { type LeaseSpace, withCallerStack } from "@results-manager/core/internal";
import { Bridge, type Callee, WORKER_REPLACED } from "../bridge/bridge.ts";
import { SyncBridgeError } from "../bridge/sync-bridge-error.ts";
import type { OpenedStore, StoreProtocol } from "../protocol/worker-protocol.ts";
import type { OpenRequest } from "../recipe/open-request.ts";
import { fromCaller } from "./expect-sync.ts";

/** Generation that no worker has. */
const NEVER = 0;
const LOST =
  "The records that this store kept in memory are lost: the worker, which all managers of this thread share, ended during a call of another manager.";
let lastStore = 0;

type MethodOf<P> = keyof P & string;
type ArgsOf<P, K extends keyof P> = P[K] extends (...args: infer Args) => unknown ? Args : never;
type AnswerOf<P, K extends keyof P> = P[K] extends (...args: never[]) => infer Answer ? Answer : never;

/** Options of a connection. */
export interface ConnectionOptions {
  readonly request: OpenRequest;
  readonly clock: Clock;
  readonly timeoutMs: number;
}

/** Connection to a store in the worker. If the worker was replaced, the next request opens the store again. */
export class StoreConnection<P extends StoreProtocol = StoreProtocol> {
  readonly #request: OpenRequest;
  readonly #clock: Clock;
  readonly #bridge = Bridge.shared;
  readonly #timeoutMs: number;
  readonly #number: number = ++lastStore;
  #depth = 0;
  #openedIn = NEVER;
  #opened: OpenedStore = { isVolatile: false, retains: true };
  #isClosed = false;

  /** Opens the store. @throws errors of the backend, or {@link SyncBridgeError} `SYNC_BRIDGE_FAILED`. */
  constructor({ request, clock, timeoutMs }: ConnectionOptions) {
    this.#request = request;
    this.#clock = clock;
    this.#timeoutMs = timeoutMs;
    this.#open(this.#bridge.generation);
  }

  /** Properties of the open store. */
  protected get opened(): OpenedStore {
    return this.#opened;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Sends a request to the worker, and blocks until it has answered. @throws {BackendClosedError} `BACKEND_CLOSED`. */
  ask<K extends MethodOf<P>>(name: K, ...args: ArgsOf<P, K>): AnswerOf<P, K> {
    this.#openAgainIfNeeded();
    return this.#askNow(name, args) as AnswerOf<P, K>;
  }

  /**
   * Sends a request that calls functions of this thread. It is sent again if the worker was replaced while a function ran.
   *
   * @param lease Lease that the request may hold, which would be left over then.
   */
  askWith<K extends MethodOf<P>>(
    callee: Callee,
    name: K,
    args: ArgsOf<P, K>,
    lease?: readonly [space: LeaseSpace, key: string],
  ): AnswerOf<P, K> {
    for (;;) {
      this.#openAgainIfNeeded();
      const began = this.#openedIn;
      try {
        const answer = this.#askNow(name, args, callee);
        if (answer !== WORKER_REPLACED) return answer as AnswerOf<P, K>;
      } finally {
        // A lease in memory is lost with the worker.
        if (lease && !this.#opened.isVolatile && began !== this.#bridge.generation) this.#disown(lease);
      }
    }
  }

  #disown(lease: readonly [space: LeaseSpace, key: string]): void {
    this.#openAgainIfNeeded();
    this.#askNow("disownLease", lease);
  }

  /**
   * Runs a call during which the store must not be closed.
   *
   * @param above Method of the face, below which the stack of an error begins.
   */
  runCall<T>(above: (...args: never[]) => unknown, call: () => T): T {
    this.#depth++;
    try {
      return call();
    } catch (error) {
      throw withCallerStack(fromCaller(error, above), above);
    } finally {
      this.#depth--;
    }
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
    try {
      if (this.#openedIn === this.#bridge.generation) this.endWork();
    } finally {
      this.#isClosed = true;
      if (this.#openedIn === this.#bridge.generation) this.#askNow("close", []);
    }
  }

  /** Does the last work of the store before it closes. */
  protected endWork(): void {}

  #openAgainIfNeeded(): void {
    if (this.#isClosed) throw new BackendClosedError({ face: this.#request.face });
    const { generation } = this.#bridge;
    if (generation === this.#openedIn) return;
    const isLoss = this.#opened.isVolatile && this.#openedIn !== NEVER;
    this.#open(generation);
    if (isLoss)
      throw new SyncBridgeError(LOST, undefined, "This call did nothing; the next one finds the store empty.");
  }

  #open(generation: number): void {
    this.#opened = this.#askNow("open", [this.#request]) as OpenedStore;
    this.#openedIn = generation;
  }

  #askNow(name: string, args: readonly unknown[], callee?: Callee): unknown {
    const now = this.#now;
    const options = { timeoutMs: this.#timeoutMs, now, callee, onFailure: this.#onFailure };
    return this.#bridge.ask([this.#number, name, now(), args], options);
  }

  /** The caller learns of a loss by the error of its request. */
  readonly #onFailure = (): void => {
    this.#openedIn = NEVER;
  };

  readonly #now = (): number | undefined => (this.#clock === systemClock ? undefined : this.#clock.now());
}
