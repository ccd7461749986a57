import { parentPort } from "node:worker_threads";
import { readTexts } from "./read-texts.ts";

// The thread of a ReadThread: it answers each question in turn.
parentPort?.on("message", (paths: readonly string[]) => parentPort?.postMessage(readTexts(paths)));
