import { NotRoundTrippableError } from "../errors/result-errors.ts";

const REMEDIES = {
  arguments: "; memoize leaves an argument out of the key with its option 'ignore'",
  metadata: "",
  result: "",
};

/** Processes a value of a call. For a value that cannot be stored, the error gets the path within the call. */
export function withErrorPath<T>(
  work: (value: unknown) => T,
  value: unknown,
  field: "arguments" | "metadata" | "result",
  ...names: readonly string[]
): T {
  try {
    return work(value);
  } catch (error) {
    throw error instanceof NotRoundTrippableError ? error.within([field, ...names], REMEDIES[field]) : error;
  }
}
