import { parentPort, workerData } from "node:worker_threads";
import { openDatabase } from "./native.ts";
import type { VacuumOrder, VacuumOutcome } from "./vacuum.ts";

/** Does it, and says what has become of it. */
function run({ path, timeoutMs }: VacuumOrder): VacuumOutcome {
  const database = openDatabase(path, { readOnly: false, mustExist: true });
  try {
    database.pragma(`busy_timeout = ${Math.ceil(timeoutMs)}`); // Nobody else waits in this thread.
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

parentPort?.postMessage(run(workerData as VacuumOrder));
