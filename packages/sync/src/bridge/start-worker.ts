import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { fileURLToPath } from "node:url";
import type { Worker } from "node:worker_threads";
import { startWorkerThread } from "synckit";
import type { Order } from "../wire/host-api.ts";
import type { WireCause } from "../wire/wire-error.ts";
import { workerFlags } from "./worker-flags.ts";

/** What the worker answers. */
export type Answer = { readonly value: unknown } | { readonly thrown: WireCause };

/** A worker that runs. */
export interface StartedWorker {
  /** Asks, and blocks until the answer is there; throws when the worker dies or takes too long. */
  readonly ask: (order: Order) => Answer;
  /** Ends it, whatever it is at. */
  readonly end: () => void;
}

/** As TypeScript, the worker needs what this thread was given: the packages' sources. */
const IS_SOURCE = import.meta.url.endsWith(".ts");
const MAIN = fileURLToPath(new URL(IS_SOURCE ? "../worker/main.ts" : "../worker/main.js", import.meta.url));

/** Starts a worker that keeps no process alive. */
export function startWorker(timeoutMs: number): StartedWorker {
  let worker: Worker | undefined;
  // synckit does not give its worker away, and one that hangs has to be ended.
  const seen = (message: unknown): void => {
    worker = (message as { readonly worker: Worker }).worker;
    worker.on("error", () => {}); // Whoever asks next is told; nobody else has to end for it.
  };
  subscribe("worker_threads", seen);
  try {
    const ask = startWorkerThread<(order: Order) => Promise<Answer>>(MAIN, {
      timeout: timeoutMs,
      execArgv: workerFlags(IS_SOURCE),
    });
    return { ask, end: () => void worker?.terminate() };
  } finally {
    unsubscribe("worker_threads", seen);
  }
}
