import { NotRoundTrippableError } from "../errors/result-errors.ts";

/** Does something with a value of a call. Of one that cannot be stored, the error says where in the call it is. */
export function withErrorPath<T>(
  work: (value: unknown) => T,
  value: unknown,
  field: "arguments" | "metadata" | "result",
  ...names: readonly string[]
): T {
  try {
    return work(value);
  } catch (error) {
    throw error instanceof NotRoundTrippableError ? error.within([field, ...names]) : error;
  }
}
