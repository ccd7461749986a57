import { ResultsError } from "@results-manager/core";

/** What came out of a function of the caller's: it is told as it is, and a proxy is not even looked at. */
const own = new WeakSet<object>();

/** Gives an error of ours a stack that begins at the caller's line: the rules work deeper than a stack shows. */
export function withCallersStack(error: unknown, method: (...args: never[]) => unknown): unknown {
  if (own.has(error as object) || !(error instanceof ResultsError)) return error;
  Error.captureStackTrace(error, method);
  return error;
}

/** Runs a function of the caller's own: what it throws is told as it is. */
export function asCaller<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (typeof error === "object" && error !== null) own.add(error);
    throw error;
  }
}
