import { threadId } from "node:worker_threads";

let last = threadId * 2 ** 32;

/** Returns a number that neither this worker nor an earlier one has returned. */
export function uniqueNumber(): number {
  return ++last;
}
