import { ResultsError } from "@results-manager/core";
import { realTime, withCallerStack } from "@results-manager/core/internal";
import { decodeThrown, type WireCause } from "../protocol/wire-error.ts";
import type { CallerFunctions, CallReply, WorkerMessage, WorkerRequest } from "../protocol/worker-protocol.ts";
import { type StartedWorker, startWorker } from "./start-worker.ts";
import { SyncBridgeError } from "./sync-bridge-error.ts";

/** Returned where a function of this thread returned, and the worker that waits for its reply has ended meanwhile. */
export const WORKER_REPLACED: unique symbol = Symbol("worker replaced");

/** Options of a request. */
export interface AskOptions {
  /** Maximum time to wait for each message of the worker. */
  readonly timeoutMs: number;
  /** Time of the caller; `undefined` if it uses the system clock. */
  readonly now: () => number | undefined;
  readonly callee?: Callee | undefined;
  /** Called before `SYNC_BRIDGE_FAILED` is thrown for this request. */
  readonly onFailure: () => void;
}

/** Functions that the worker may call for a request. */
export interface Callee {
  readonly functions: Partial<CallerFunctions>;
  /** Values that the functions have thrown; the worker names each by its index. */
  readonly thrown: unknown[];
}

/** The worker of this thread, which is started on demand and restarted after a failure. */
export class Bridge {
  /** The bridge of all stores of this thread. */
  static readonly shared: Bridge = new Bridge();
  #worker: StartedWorker | undefined;
  #generation = 0;

  /** Number of the current worker. Stores that were opened in an earlier one are gone. */
  get generation(): number {
    this.#running();
    return this.#generation;
  }

  /**
   * Sends a request to the worker, and blocks until it has answered, for about `timeoutMs` at most. Meanwhile carries out the functions
   * that the worker calls.
   *
   * @returns the answer, or {@link WORKER_REPLACED}.
   * @throws errors of the worker and of the functions; {@link SyncBridgeError} `SYNC_BRIDGE_FAILED`.
   */
  ask(request: WorkerRequest, options: AskOptions): unknown {
    const { now, callee = { functions: {}, thrown: [] } } = options;
    const worker = this.#running();
    let [kind, first, second] = this.#exchange(worker, options, request);
    while (kind === "call") {
      const reply = carryOut(callee, first as keyof CallerFunctions, second as readonly unknown[]);
      if (worker !== this.#worker) {
        if (reply.thrown !== undefined) throw callee.thrown[reply.thrown];
        return WORKER_REPLACED;
      }
      [kind, first, second] = this.#exchange(worker, options, { ...reply, now: now() });
    }
    if (!second) return first;
    throw restored(second as WireCause, callee.thrown);
  }

  /** Sends a request or a reply, and waits for the next message. */
  #exchange(
    worker: StartedWorker,
    { timeoutMs, onFailure }: AskOptions,
    sent: WorkerRequest | CallReply,
  ): WorkerMessage {
    let deadline = realTime.elapsed() + timeoutMs;
    try {
      let message = worker.ask(sent);
      for (;;) {
        if (message?.[0] === "waiting") deadline = realTime.elapsed() + timeoutMs;
        else if (message) return message;
        if (realTime.elapsed() >= deadline) break;
        message = worker.ask();
      }
    } catch (cause) {
      const said = cause instanceof Error ? cause.message : String(cause);
      onFailure();
      throw this.#fail(`The worker died: ${said.replace(/\.?$/, ".")}`, cause);
    }
    onFailure();
    const hint = "Raise timeoutMs if a call may take that long.";
    throw this.#fail(`The worker did not answer within ${timeoutMs} ms. ${hint}`);
  }

  #running(): StartedWorker {
    if (!this.#worker) {
      this.#worker = startWorker();
      this.#generation++;
    }
    return this.#worker;
  }

  #fail(reason: string, cause?: unknown): SyncBridgeError {
    // An abandoned worker must not continue: it could overwrite changes of its successor.
    this.#worker?.end();
    this.#worker = undefined;
    return new SyncBridgeError(reason, cause);
  }
}

/** Runs a function that the worker calls; its error is kept in this thread. */
function carryOut(
  { functions, thrown }: Callee,
  name: keyof CallerFunctions,
  args: readonly unknown[],
): Omit<CallReply, "now"> {
  try {
    return { value: (functions[name] as (...args: readonly unknown[]) => unknown)(...args) };
  } catch (error) {
    return { thrown: thrown.push(error) - 1 };
  }
}

/** Restores an error of the worker, with a stack of this thread. */
function restored(failure: WireCause, thrown: readonly unknown[]): unknown {
  const error = decodeThrown(failure, thrown);
  if ("thrown" in failure) return error;
  // The stack of the worker is of no use to the caller.
  if (error instanceof Error && !(error instanceof ResultsError)) Error.captureStackTrace(error, Bridge.prototype.ask);
  return withCallerStack(error, Bridge.prototype.ask);
}
