import { ResultsError } from "@results-manager/core";

/** What a caller has been told of: it keeps its stack, also where it passes through a call further out. */
const told = new WeakSet<Error>();

/** Gives an error of ours a stack that begins at the caller's line: the rules work deeper than a stack shows. */
export function withCallersStack(error: unknown, method: (...args: never[]) => unknown): unknown {
  if (!(error instanceof ResultsError) || told.has(error)) return error;
  told.add(error);
  Error.captureStackTrace(error, method);
  return error;
}

/** Runs a function of the caller's own: what it throws is told as it is. */
export function asCaller<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof Error) told.add(error);
    throw error;
  }
}
