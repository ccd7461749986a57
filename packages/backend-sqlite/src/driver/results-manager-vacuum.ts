import { parentPort, workerData } from "node:worker_threads";
import { openDatabase } from "./native.ts";
import type { VacuumOutcome, VacuumRequest } from "./vacuum.ts";

/** Compacts the database, and returns the error of SQLite, if any. */
function run({ path, timeoutMs }: VacuumRequest): VacuumOutcome {
  const database = openDatabase(path, { readOnly: false, mustExist: true });
  try {
    database.pragma(`busy_timeout = ${Math.ceil(timeoutMs)}`); // Blocking is harmless: this thread does nothing else.
    database.pragma("auto_vacuum = INCREMENTAL");
    database.exec("vacuum");
    return undefined;
  } catch (error) {
    const { message, code } = error as Error & { readonly code?: unknown };
    return { message, code };
  } finally {
    database.close();
  }
}

parentPort?.postMessage(run(workerData as VacuumRequest));
