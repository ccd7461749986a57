import { parentPort, workerData } from "node:worker_threads";
import { rewrite, type VacuumRequest } from "./rewrite.ts";

// Entry point of the thread that rewrites a database.
parentPort?.postMessage(rewrite(workerData as VacuumRequest));
