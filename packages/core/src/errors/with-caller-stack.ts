import { ResultsError } from "./results-error.ts";

/** Errors thrown by user functions. A set, since reading a property of a thrown proxy may throw. */
const userErrors = new WeakSet<object>();

/** Marks an error as thrown by a user function: its own stack is kept. */
export function leaveStack(error: unknown): void {
  if (typeof error === "object" && error !== null) userErrors.add(error);
}

/**
 * Replaces the stack of a `ResultsError` that a batch for many callers made, with the stack of the awaiting caller. Call it in a `catch` of
 * the function that the caller awaits.
 *
 * @param above Function whose frame, and the frames it called, are omitted.
 */
export function withCallerStack(error: unknown, above: (...args: never[]) => unknown = withCallerStack): unknown {
  if (userErrors.has(error as object) || !(error instanceof ResultsError)) return error;
  if (Object.isExtensible(error)) error.retrace(above);
  return error;
}

/** Passes on an outcome whose errors get the stack of the awaiting caller: their own frames leave no room for the caller's. */
export async function leadingToCaller<T>(outcome: Promise<T>): Promise<T> {
  try {
    return await outcome;
  } catch (error) {
    throw withCallerStack(error);
  }
}
