import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import type { Worker } from "node:worker_threads";
import { findScript, requireDependency, type ScriptPlace } from "@results-manager/core/internal";
import { loadShapesNow } from "@results-manager/core/internal/valibot";
import type { CallReply, WorkerMessage, WorkerRequest } from "../protocol/worker-protocol.ts";
import { SyncBridgeError } from "./sync-bridge-error.ts";
import { workerFlags } from "./worker-flags.ts";
import { WorkerLiveness } from "./worker-liveness.ts";

type Ask = (message?: WorkerRequest | CallReply) => WorkerMessage | undefined;

/** A running worker. */
export interface StartedWorker {
  /** Sends a request or a reply, or asks again for the last message; blocks briefly. Throws the error that ended the worker. */
  readonly ask: Ask;
  /** Ends the worker, even while it is busy. */
  readonly end: () => void;
}

const require = createRequire(import.meta.url ?? __filename);
const SCRIPT: ScriptPlace = {
  moduleUrl: import.meta.url,
  source: "../worker/results-manager-sync.ts",
  name: "results-manager-sync",
  of: "@results-manager/sync",
};

/** Time without any message from the worker after which it is checked for being alive. */
const LOOK_AFTER_MS = 500;
const ADVICE =
  "Make 'results-manager-sync.js' of '@results-manager/sync/dist' an entry of its own, beside the bundle, or install the package there.";
/** Text in synckit's error for a timeout. */
const TIMED_OUT = "timed-out";

/** Starts a worker that keeps no process alive. @throws {SyncBridgeError} `SYNC_BRIDGE_FAILED` in a bundle that lacks its script. */
export function startWorker(): StartedWorker {
  const script = findScript(SCRIPT);
  if (!script)
    throw new SyncBridgeError(`The script of the worker is missing. ${ADVICE}`, undefined, "No call was made.");
  loadShapesNow();
  // As an ES module, synckit resolves its own files from a global `__dirname`, which is "." in a script of `node -e`.
  const { startWorkerThread } = requireDependency(
    () => require("synckit") as typeof import("synckit"),
    "synckit",
    import.meta.url ?? __filename,
    SCRIPT.of,
  );
  let worker: Worker | undefined;
  // synckit does not expose its worker, which is needed to end one that hangs.
  const onWorker = (message: unknown): void => {
    worker = (message as { readonly worker: Worker }).worker;
    worker.on("error", () => {}); // The next request reports the error; without a listener it would end the process.
  };
  const liveness = new WorkerLiveness();
  subscribe("worker_threads", onWorker);
  try {
    const question = startWorkerThread<(...message: Parameters<Ask>) => Promise<ReturnType<Ask>>>(
      fileURLToPath(script),
      {
        timeout: LOOK_AFTER_MS,
        execArgv: workerFlags(script.pathname.endsWith(".ts")),
        transferList: [liveness.farEnd],
      },
    );
    const ask: Ask = (message) => {
      try {
        return message ? question(message) : question();
      } catch (cause) {
        if (!(cause instanceof Error && cause.message.includes(TIMED_OUT))) throw cause;
        if (liveness.hasEnded)
          throw new Error("It ended without an error, probably because it ran out of memory", { cause });
        return undefined;
      }
    };
    const end = (): void => {
      liveness.close();
      void worker?.terminate();
    };
    return { ask, end };
  } finally {
    unsubscribe("worker_threads", onWorker);
  }
}
