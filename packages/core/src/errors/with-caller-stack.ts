import { ResultsError } from "./results-error.ts";

/** What came out of a function of the user's; a proxy is not even looked at. */
const left = new WeakSet<object>();

/** Notes that an error came out of a function of the user's: its stack tells where. */
export function leaveStack(error: unknown): void {
  if (typeof error === "object" && error !== null) left.add(error);
}

/**
 * Gives an error of ours the stack of the flow that awaits, where it was made by work that was put together for many callers. To be called
 * in a `catch` of the function that the caller awaits.
 *
 * @param above the function whose frames, and those below it, are left out.
 */
export function withCallerStack(error: unknown, above: (...args: never[]) => unknown = withCallerStack): unknown {
  if (left.has(error as object) || !(error instanceof ResultsError)) return error;
  if (Object.isExtensible(error)) error.retrace(above);
  return error;
}
