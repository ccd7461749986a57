import { threadId } from "node:worker_threads";

let last = threadId * 2 ** 32;

/** A number that neither this worker nor an earlier one has given: what it stood for there is gone. */
export function uniqueNumber(): number {
  return ++last;
}
