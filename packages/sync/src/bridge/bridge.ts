import { ResultsError } from "@results-manager/core";
import { realTime, withCallerStack } from "@results-manager/core/internal";
import { decodeThrown } from "../protocol/wire-error.ts";
import type { WorkerRequest } from "../protocol/worker-protocol.ts";
import { type Answer, type StartedWorker, startWorker } from "./start-worker.ts";
import { SyncBridgeError } from "./sync-bridge-error.ts";

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
   * Sends a request to the worker, and blocks until it has answered, for about `timeoutMs` at most.
   *
   * @throws errors of the worker; {@link SyncBridgeError} `SYNC_BRIDGE_FAILED`.
   */
  ask(request: WorkerRequest, timeoutMs: number): unknown {
    const [value, failure] = this.#answerTo(request, timeoutMs);
    if (!failure) return value;
    const thrown = withCallerStack(decodeThrown(failure), Bridge.prototype.ask);
    // The stack of the worker is of no use to the caller.
    if (thrown instanceof Error && !(thrown instanceof ResultsError))
      Error.captureStackTrace(thrown, Bridge.prototype.ask);
    throw thrown;
  }

  #answerTo(request: WorkerRequest, timeoutMs: number): Answer {
    const worker = this.#running();
    const deadline = realTime.elapsed() + timeoutMs;
    try {
      let answer = worker.ask(request);
      while (answer === undefined && realTime.elapsed() < deadline) answer = worker.ask();
      if (answer) return answer;
    } catch (cause) {
      const said = cause instanceof Error ? cause.message : String(cause);
      throw this.#fail(`The worker died: ${said.replace(/\.?$/, ".")}`, cause);
    }
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
