import { ResultsError, realTime } from "@results-manager/core";
import { withCallerStack } from "@results-manager/core/rules";
import { decodeThrown } from "../protocol/wire-error.ts";
import type { Order } from "../protocol/worker-protocol.ts";
import { type Answer, type StartedWorker, startWorker } from "./start-worker.ts";
import { SyncBridgeError } from "./sync-bridge-error.ts";

/** The worker of this thread; started when it is needed, and again when it has failed. */
export class Bridge {
  /** That of all stores of this thread. */
  static readonly shared: Bridge = new Bridge();
  #worker: StartedWorker | undefined;
  #generation = 0;

  /** Which worker it is by now: what was opened in an earlier one has gone with it. */
  get generation(): number {
    this.#running();
    return this.#generation;
  }

  /**
   * Asks the worker, and blocks until it has answered, for so many milliseconds at most, and what it takes to notice.
   *
   * @throws what the worker throws; {@link SyncBridgeError} `SYNC_BRIDGE_FAILED`.
   */
  ask(order: Order, timeoutMs: number): unknown {
    const [value, failure] = this.#answerTo(order, timeoutMs);
    if (!failure) return value;
    const thrown = withCallerStack(decodeThrown(failure), Bridge.prototype.ask);
    // Where it came from in the worker says nothing to the caller.
    if (thrown instanceof Error && !(thrown instanceof ResultsError))
      Error.captureStackTrace(thrown, Bridge.prototype.ask);
    throw thrown;
  }

  #answerTo(order: Order, timeoutMs: number): Answer {
    const worker = this.#running();
    const deadline = realTime.elapsed() + timeoutMs;
    try {
      let answer = worker.ask(order);
      while (answer === undefined && realTime.elapsed() < deadline) answer = worker.ask();
      if (answer) return answer;
    } catch (cause) {
      const said = cause instanceof Error ? cause.message : String(cause);
      throw this.#fail(`The worker died: ${said.replace(/\.?$/, ".")}`, cause);
    }
    const hint = "Raise timeoutMs where a call may take so long.";
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
    // A worker that is given up must not go on: what it did later could undo what its successor did meanwhile.
    this.#worker?.end();
    this.#worker = undefined;
    return new SyncBridgeError(reason, cause);
  }
}
