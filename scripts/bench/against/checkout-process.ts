import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { MeasuredRow, MeasuredRows } from "../measure/figures.ts";
import type { CheckoutName } from "./checkout.ts";

const MAIN = fileURLToPath(new URL("./run-checkout.ts", import.meta.url));

/** Part to measure, and the checkout to measure it on. */
export interface CheckoutOrder {
  readonly part: string;
  readonly name: CheckoutName;
  /** Folder of the checkout. */
  readonly checkout: string;
  readonly folder: string;
  readonly records: number;
}

/** Round to measure. */
export interface RoundOrder {
  readonly step: number;
  readonly round: number;
}

/**
 * Process that measures one checkout. Two checkouts in one process would share the caches of the processor, the garbage collector and the
 * compiler, and the first loaded one would be at an advantage.
 */
export class CheckoutProcess implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly name: CheckoutName;
  /** Number of steps of the part. */
  readonly steps: number;

  private constructor(child: ChildProcess, name: CheckoutName, steps: number) {
    this.#child = child;
    this.name = name;
    this.steps = steps;
  }

  /** Starts the process and prepares the part. */
  static async start(order: CheckoutOrder): Promise<CheckoutProcess> {
    const child = fork(MAIN, [JSON.stringify(order)]);
    return new CheckoutProcess(child, order.name, (await answerOf(child)) as number);
  }

  /** Measures one round, each row when it is asked for. */
  async *rows(order: RoundOrder): MeasuredRows {
    for (let next: RoundOrder | "next" = order; ; next = "next") {
      this.#child.send(next);
      const measured = (await answerOf(this.#child)) as MeasuredRow | null;
      if (!measured) return;
      yield measured;
    }
  }

  /** Ends the process. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.connected) this.#child.disconnect();
    if (this.#child.exitCode === null && this.#child.signalCode === null) await once(this.#child, "exit");
  }
}

/** Resolves with the next message. @throws if the process ends without one. */
async function answerOf(child: ChildProcess): Promise<unknown> {
  const ended = new AbortController();
  const { signal } = ended;
  try {
    const [answer] = await Promise.race([
      once(child, "message", { signal }),
      once(child, "exit", { signal }).then(([code]) => {
        throw new Error(`The process of a checkout ended with ${code}.`);
      }),
    ]);
    return answer;
  } finally {
    ended.abort();
  }
}
