import { realTime } from "@results-manager/core";
import type { Answer } from "../bridge/start-worker.ts";
import type { Order } from "../protocol/worker-protocol.ts";

/** After how long whoever waits is told that the question is being worked on. */
const REPORT_AFTER_MS = 100;

/** AnswerPoll one question at a time, and tells whoever waits long for it that it is being worked on. */
export class AnswerPoll {
  readonly #work: (order: Order) => Promise<Answer>;
  readonly #reminder = realTime.setTimeout(() => this.#tell(undefined), REPORT_AFTER_MS).unref();
  #answer: Promise<Answer> | undefined;
  #tell: (answer: Answer | undefined) => void = () => {};

  constructor(work: (order: Order) => Promise<Answer>) {
    this.#work = work;
  }

  /** The answer to an order, or to the last one where none is given; `undefined` where that takes longer: then ask again. */
  to(order: Order | undefined): Promise<Answer | undefined> {
    this.#tell(undefined); // Whoever asks again has given up the question before.
    if (order) this.#answer = this.#work(order);
    this.#reminder.refresh();
    return new Promise((resolve) => {
      this.#tell = resolve;
      void this.#answer?.then(resolve);
    });
  }
}
