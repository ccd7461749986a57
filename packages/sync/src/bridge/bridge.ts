import type { Order } from "../wire/host-api.ts";
import { decodeThrown } from "../wire/wire-error.ts";
import { type Answer, type StartedWorker, startWorker } from "./start-worker.ts";
import { SyncBridgeError } from "./sync-bridge-error.ts";

/** How synckit says that nobody answered in time. */
const TIMED_OUT = "timed-out";

/** The worker of this thread for all who wait equally long; started when it is needed, and again when it has failed. */
export class Bridge {
  static readonly #shared = new Map<number, Bridge>();
  readonly #timeoutMs: number;
  #worker: StartedWorker | undefined;
  #generation = 0;

  /** The bridge for calls that wait so long. */
  static sharedBy(timeoutMs: number): Bridge {
    const shared = Bridge.#shared.get(timeoutMs) ?? new Bridge(timeoutMs);
    Bridge.#shared.set(timeoutMs, shared);
    return shared;
  }

  private constructor(timeoutMs: number) {
    this.#timeoutMs = timeoutMs;
  }

  /** Which worker it is by now: what was opened in an earlier one has gone with it. */
  get generation(): number {
    this.#running();
    return this.#generation;
  }

  /**
   * Asks the worker, and blocks until it has answered.
   *
   * @throws what the worker throws; {@link SyncBridgeError} `SYNC_BRIDGE_FAILED`.
   */
  ask(order: Order): unknown {
    const worker = this.#running();
    let answer: Answer;
    try {
      answer = worker.ask(order);
    } catch (cause) {
      throw this.#fail(cause);
    }
    if (!("thrown" in answer)) return answer.value;
    const thrown = decodeThrown(answer.thrown);
    // Where it came from in the worker says nothing to the caller.
    if (thrown instanceof Error) Error.captureStackTrace(thrown, Bridge.prototype.ask);
    throw thrown;
  }

  #running(): StartedWorker {
    if (!this.#worker) {
      this.#worker = startWorker(this.#timeoutMs);
      this.#generation++;
    }
    return this.#worker;
  }

  #fail(cause: unknown): SyncBridgeError {
    // A worker that is given up must not go on: what it did later could undo what its successor did meanwhile.
    this.#worker?.end();
    this.#worker = undefined;
    const said = cause instanceof Error ? cause.message : String(cause);
    if (said.includes(TIMED_OUT)) {
      const hint = "Raise timeoutMs where a call may take so long.";
      return new SyncBridgeError(`The worker did not answer within ${this.#timeoutMs} ms. ${hint}`, cause);
    }
    return new SyncBridgeError(`The worker died: ${said.replace(/\.?$/, ".")}`, cause);
  }
}
