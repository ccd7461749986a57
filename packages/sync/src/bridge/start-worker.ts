import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import type { Worker } from "node:worker_threads";
import type { WireCause } from "../protocol/wire-error.ts";
import type { Order } from "../protocol/worker-protocol.ts";
import { workerFlags } from "./worker-flags.ts";
import { WorkerLiveness } from "./worker-liveness.ts";

/** What the worker answers. */
export type Answer = readonly [value: unknown, thrown?: WireCause];

/** A worker that runs. */
export interface StartedWorker {
  /** Asks, or asks again for the last answer; blocks until it is there, for a moment at most. Throws what the worker died of. */
  readonly ask: (order?: Order) => Answer | undefined;
  /** Ends it, whatever it is at. */
  readonly end: () => void;
}

// As an ES module, synckit looks for its own files in `__dirname` where there is one: a script of `node -e` has that as a global, ".".
const { startWorkerThread } = createRequire(import.meta.url)("synckit") as typeof import("synckit");

/** As TypeScript, the worker needs what this thread was given: the packages' sources. */
const IS_SOURCE = import.meta.url.endsWith(".ts");
const MAIN = fileURLToPath(new URL(IS_SOURCE ? "../worker/main.ts" : "../worker/main.js", import.meta.url));

/** How long a worker that does not even say that it works on a question is waited for, before it is looked after. */
const LOOK_AFTER_MS = 500;
/** How synckit says that it has waited so long. */
const TIMED_OUT = "timed-out";

/** Starts a worker that keeps no process alive. */
export function startWorker(): StartedWorker {
  let worker: Worker | undefined;
  // synckit does not give its worker away, and one that hangs has to be ended.
  const seen = (message: unknown): void => {
    worker = (message as { readonly worker: Worker }).worker;
    worker.on("error", () => {}); // Whoever asks next is told; nobody else has to end for it.
  };
  const lifeLine = new WorkerLiveness();
  subscribe("worker_threads", seen);
  try {
    const question = startWorkerThread<(order?: Order) => Promise<Answer | undefined>>(MAIN, {
      timeout: LOOK_AFTER_MS,
      execArgv: workerFlags(IS_SOURCE),
      transferList: [lifeLine.farEnd],
    });
    const ask = (order?: Order): Answer | undefined => {
      try {
        return question(order);
      } catch (cause) {
        if (!(cause instanceof Error && cause.message.includes(TIMED_OUT))) throw cause;
        if (lifeLine.isCut) throw new Error("It ended without a word, as one does that runs out of memory", { cause });
        return undefined;
      }
    };
    const end = (): void => {
      lifeLine.close();
      void worker?.terminate();
    };
    return { ask, end };
  } finally {
    unsubscribe("worker_threads", seen);
  }
}
