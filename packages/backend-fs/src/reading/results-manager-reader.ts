import { parentPort } from "node:worker_threads";
import { readTexts } from "./read-texts.ts";

// Entry point of the worker of a ReadThread: answers requests in order. It loads no package, so that it starts quickly, and from sources
// without a flag.
parentPort?.on("message", (paths: readonly string[]) => parentPort?.postMessage(readTexts(paths)));
