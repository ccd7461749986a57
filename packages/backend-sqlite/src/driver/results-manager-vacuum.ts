import { parentPort, workerData } from "node:worker_threads";
import { runStatements, type StatementsRequest } from "./run-statements.ts";

// Entry point of the thread that rewrites a database, or makes an index of it.
parentPort?.postMessage(runStatements(workerData as StatementsRequest));
