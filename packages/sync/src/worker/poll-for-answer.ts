import { realTime } from "@results-manager/core/internal";
import type { Answer } from "../bridge/start-worker.ts";
import type { WorkerRequest } from "../protocol/worker-protocol.ts";

/** Time after which the waiting thread is told that the request is still running. */
const REPORT_AFTER_MS = 100;

/** Handles one request at a time, and tells the waiting thread at intervals that it is still running. */
export class AnswerPoll {
  readonly #work: (request: WorkerRequest) => Promise<Answer>;
  readonly #reminder = realTime.setTimeout(() => this.#tell(undefined), REPORT_AFTER_MS).unref();
  #answer: Promise<Answer> | undefined;
  #tell: (answer: Answer | undefined) => void = () => {};

  constructor(work: (request: WorkerRequest) => Promise<Answer>) {
    this.#work = work;
  }

  /**
   * Returns the answer to a request, or to the last one where none is given; `undefined` where it is not ready, so that the caller asks
   * again.
   */
  poll(request: WorkerRequest | undefined): Promise<Answer | undefined> {
    this.#tell(undefined); // A new call replaces the previous one.
    if (request) this.#answer = this.#work(request);
    this.#reminder.refresh();
    return new Promise((resolve) => {
      this.#tell = resolve;
      void this.#answer?.then(resolve);
    });
  }
}
