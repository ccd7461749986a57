import { ResultsError } from "./results-error.ts";

/**
 * Gives an error of ours the stack of whoever awaits, where it was made by work that was put together for many callers. To be called in
 * a `catch` of the function that the caller awaits.
 */
export function withCallerStack(error: unknown): unknown {
  if (error instanceof ResultsError) Error.captureStackTrace(error, withCallerStack);
  return error;
}
