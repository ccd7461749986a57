import { Worker } from "node:worker_threads";
import { LockTimeoutError } from "@results-manager/core";
import { findScript, type ScriptPlace } from "@results-manager/core/internal";
import { findDriver } from "./find-driver.ts";
import { runStatements, type StatementsOutcome, type StatementsRequest } from "./run-statements.ts";
import { isBusy, sqliteError } from "./sqlite-error.ts";

const SCRIPT: ScriptPlace = {
  moduleUrl: import.meta.url,
  source: "./results-manager-vacuum.ts",
  name: "results-manager-vacuum",
  of: "@results-manager/backend-sqlite",
};

/** Statements that rewrite a database without unused pages. That takes as long as copying it, and writers wait. */
export const VACUUM: readonly string[] = ["pragma auto_vacuum = INCREMENTAL", "vacuum"];

/**
 * Runs statements that take long in a separate thread, or in this one where a bundle lacks its script.
 *
 * @throws {LockTimeoutError} `LOCK_TIMEOUT`; {@link StorageError}.
 */
export async function runInThread(request: StatementsRequest): Promise<void> {
  const { path, timeoutMs } = request;
  const script = findScript(SCRIPT);
  const outcome = script ? await runElsewhere(script, request) : runStatements(request, findDriver);
  if (!outcome) return;
  const cause = Object.assign(new Error(outcome.message), { code: outcome.code });
  throw isBusy(cause) ? new LockTimeoutError(path, timeoutMs, { cause }) : sqliteError(cause, path);
}

async function runElsewhere(script: URL, workerData: StatementsRequest): Promise<StatementsOutcome> {
  const worker = new Worker(script, { workerData, execArgv: [], env: {}, name: "results-manager vacuum" });
  const outcome = await new Promise<StatementsOutcome>((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
    worker.once("exit", () => reject(new Error("The thread of the database has ended without an answer.")));
  });
  await worker.terminate();
  return outcome;
}
