import { Worker } from "node:worker_threads";
import { LockTimeoutError } from "@results-manager/core";
import { isBusy, sqliteError } from "./sqlite-error.ts";

const IS_SOURCE = import.meta.url.endsWith(".ts");
const WORKER = new URL(IS_SOURCE ? "./results-manager-vacuum.ts" : "./results-manager-vacuum.js", import.meta.url);

/** Request to the thread. */
export interface VacuumRequest {
  readonly path: string;
  /** Maximum time to wait for other writers, in milliseconds. */
  readonly timeoutMs: number;
}

/** Outcome of the thread: `undefined`, or the fields of SQLite's error, whose code would be lost by cloning. */
export type VacuumOutcome = { readonly message: string; readonly code: unknown } | undefined;

/**
 * Rewrites a database without unused pages, in a separate thread. That takes as long as copying it, and writers wait.
 *
 * @throws {LockTimeoutError} `LOCK_TIMEOUT`; {@link StorageError}.
 */
export async function vacuum(path: string, timeoutMs: number): Promise<void> {
  const workerData: VacuumRequest = { path, timeoutMs };
  const worker = new Worker(WORKER, { workerData, execArgv: [], env: {}, name: "results-manager vacuum" });
  const outcome = await new Promise<VacuumOutcome>((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
    worker.once("exit", () =>
      reject(new Error("Could not compact the database: its thread has ended without an answer.")),
    );
  });
  await worker.terminate();
  if (!outcome) return;
  const cause = Object.assign(new Error(outcome.message), { code: outcome.code });
  throw isBusy(cause) ? new LockTimeoutError(path, timeoutMs, { cause }) : sqliteError(cause, path);
}
