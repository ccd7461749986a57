import { Worker } from "node:worker_threads";
import { LockTimeoutError } from "@results-manager/core";
import { findScript, type ScriptPlace } from "@results-manager/core/internal";
import { findDriver } from "./find-driver.ts";
import { rewrite, type VacuumOutcome, type VacuumRequest } from "./rewrite.ts";
import { isBusy, sqliteError } from "./sqlite-error.ts";

const SCRIPT: ScriptPlace = {
  moduleUrl: import.meta.url,
  source: "./results-manager-vacuum.ts",
  name: "results-manager-vacuum",
  of: "@results-manager/backend-sqlite",
};

/**
 * Rewrites a database without unused pages, in a separate thread, or in this one where a bundle lacks its script. That takes as long as
 * copying it, and writers wait.
 *
 * @throws {LockTimeoutError} `LOCK_TIMEOUT`; {@link StorageError}.
 */
export async function vacuum(path: string, timeoutMs: number): Promise<void> {
  const workerData: VacuumRequest = { path, timeoutMs };
  const script = findScript(SCRIPT);
  const outcome = script ? await runElsewhere(script, workerData) : rewrite(workerData, findDriver);
  if (!outcome) return;
  const cause = Object.assign(new Error(outcome.message), { code: outcome.code });
  throw isBusy(cause) ? new LockTimeoutError(path, timeoutMs, { cause }) : sqliteError(cause, path);
}

async function runElsewhere(script: URL, workerData: VacuumRequest): Promise<VacuumOutcome> {
  const worker = new Worker(script, { workerData, execArgv: [], env: {}, name: "results-manager vacuum" });
  const outcome = await new Promise<VacuumOutcome>((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
    worker.once("exit", () =>
      reject(new Error("Could not compact the database: its thread has ended without an answer.")),
    );
  });
  await worker.terminate();
  return outcome;
}
