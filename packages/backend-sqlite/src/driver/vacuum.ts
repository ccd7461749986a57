import { Worker } from "node:worker_threads";
import { LockTimeoutError } from "@results-manager/core";
import { isBusy, sqliteError } from "./sqlite-error.ts";

const IS_SOURCE = import.meta.url.endsWith(".ts");
const WORKER = new URL(IS_SOURCE ? "./results-manager-vacuum.ts" : "./results-manager-vacuum.js", import.meta.url);

/** What the thread is to do. */
export interface VacuumOrder {
  readonly path: string;
  /** How long it waits for others that write, in milliseconds. */
  readonly timeoutMs: number;
}

/** What has become of it: `undefined`, or the error of SQLite, which would lose its code on the way. */
export type VacuumOutcome = { readonly message: string; readonly code: unknown } | undefined;

/**
 * Writes a database anew without what nothing uses, in a thread of its own: that takes as long as copying it, and writers wait.
 *
 * @throws {LockTimeoutError} `LOCK_TIMEOUT`; {@link StorageError}.
 */
export async function vacuum(path: string, timeoutMs: number): Promise<void> {
  const workerData: VacuumOrder = { path, timeoutMs };
  const worker = new Worker(WORKER, { workerData, execArgv: [], env: {}, name: "results-manager vacuum" });
  const outcome = await new Promise<VacuumOutcome>((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
    worker.once("exit", () => reject(new Error("The thread that compacts the database has ended.")));
  });
  await worker.terminate();
  if (!outcome) return;
  const cause = Object.assign(new Error(outcome.message), { code: outcome.code });
  throw isBusy(cause) ? new LockTimeoutError(path, timeoutMs, { cause }) : sqliteError(cause, path);
}
