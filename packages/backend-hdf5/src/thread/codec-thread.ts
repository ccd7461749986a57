import { Worker } from "node:worker_threads";
import { StorageError } from "@results-manager/core";
import { findScript, realTime, type ScriptPlace } from "@results-manager/core/internal";
import { type CodecAnswer, type CodecFault, type CodecRequest, type CodecTask, RENEWAL } from "./codec-message.ts";

const SCRIPT: ScriptPlace = {
  moduleUrl: import.meta.url,
  source: "./results-manager-hdf5.ts",
  name: "results-manager-hdf5",
  of: "@results-manager/backend-hdf5",
};
const ADVICE =
  "Place 'results-manager-hdf5.js' of '@results-manager/backend-hdf5/dist' beside the bundle, and 'h5wasm' where it can be imported, and " +
  "permit threads (--allow-worker) if Node's permission model is on.";
/** Idle time after which the thread ends: starting it and loading the library takes some 200 ms. */
const IDLE_MS = 5000;

/** A task failed because of the content of a file. */
export class CodecError extends Error {
  readonly fault: CodecFault;

  constructor(fault: CodecFault) {
    super(fault.message);
    this.fault = fault;
  }
}

/** A task was not begun because the thread is replaced by a new one, and what was moved into it is lost: the task has to be made again. */
export class LostTask extends Error {
  override readonly name = "LostTask";
}

interface Pending {
  readonly task: CodecTask;
  readonly transfer: readonly ArrayBuffer[];
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/**
 * The thread with the HDF5 library. The stores of a process share it: the first task starts it, and it ends when nothing was asked for some
 * seconds. It keeps the process alive only while an answer is pending.
 */
class CodecThread {
  readonly #pending = new Map<number, Pending>();
  #worker: Worker | undefined;
  #idle: ReturnType<typeof realTime.setTimeout> | undefined;
  #lastId = 0;

  /**
   * Performs a task.
   *
   * @param transfer buffers that are moved into the thread.
   * @throws {CodecError} for a damaged file; {@link LostTask} for a task with moved buffers; {@link StorageError} when the thread cannot be started or has failed.
   */
  run(task: CodecTask, transfer: readonly ArrayBuffer[] = []): Promise<unknown> {
    return new Promise((resolve, reject) => this.#send({ task, transfer, resolve, reject }));
  }

  #send(pending: Pending): void {
    this.#worker ??= this.#start();
    const worker = this.#worker;
    const id = ++this.#lastId;
    const request: CodecRequest = { id, task: pending.task };
    worker.postMessage(request, [...pending.transfer]);
    if (this.#pending.size === 0) worker.ref();
    this.#pending.set(id, pending);
  }

  #start(): Worker {
    const script = findScript(SCRIPT);
    if (!script)
      throw new StorageError(`The script of the HDF5 thread is missing. ${ADVICE}`, {}, "NATIVE_MODULE_MISSING");
    let worker: Worker;
    try {
      // The flags of this thread, such as `--eval`, and the modules that NODE_OPTIONS loads do not apply to the worker.
      worker = new Worker(script, { execArgv: [], env: {}, name: "results-manager hdf5" });
    } catch (cause) {
      throw new StorageError(`The HDF5 thread cannot be started. ${ADVICE}`, { cause });
    }
    let failure: unknown;
    worker.on("message", (answer: CodecAnswer) => this.#answer(worker, answer));
    worker.on("error", (error) => {
      failure = error; // The exit event follows.
    });
    worker.on("exit", (code) => this.#end(worker, code, failure));
    worker.unref(); // Must be last: adding a listener for messages refs the worker.
    return worker;
  }

  #answer(worker: Worker, answer: CodecAnswer): void {
    const pending = this.#pending.get(answer.id);
    if (!pending) return;
    this.#pending.delete(answer.id);
    if (this.#pending.size === 0) this.#rest(worker);
    if ("fault" in answer) pending.reject(new CodecError(answer.fault));
    else pending.resolve(answer.result);
  }

  /** Lets the process end, and ends the thread unless it is used again. */
  #rest(worker: Worker): void {
    worker.unref();
    realTime.clearTimeout(this.#idle);
    this.#idle = realTime.setTimeout(() => {
      if (this.#worker !== worker || this.#pending.size > 0) return;
      this.#worker = undefined;
      void worker.terminate();
    }, IDLE_MS);
    this.#idle.unref();
  }

  #end(worker: Worker, code: number, cause: unknown): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    const unanswered = [...this.#pending.values()];
    this.#pending.clear();
    for (const pending of unanswered) {
      if (code === RENEWAL && pending.transfer.length === 0) this.#send(pending);
      else if (code === RENEWAL) pending.reject(new LostTask());
      else pending.reject(new StorageError("The HDF5 thread ended before it answered. Try again.", { cause }));
    }
  }
}

/** The thread of this process. */
export const codecThread: CodecThread = new CodecThread();
