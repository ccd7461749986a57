import { ResultsError } from "@results-manager/core";

/** What came out of a function of the caller's: it keeps its stack, which leads there. */
const own = new WeakSet<Error>();

/** Gives an error of ours a stack that begins at the caller's line: the rules work deeper than a stack shows. */
export function withCallersStack(error: unknown, method: (...args: never[]) => unknown): unknown {
  if (!(error instanceof ResultsError) || own.has(error)) return error;
  Error.captureStackTrace(error, method);
  return error;
}

/** Runs a function of the caller's own: what it throws is told as it is. */
export function asCaller<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof Error) own.add(error);
    throw error;
  }
}
