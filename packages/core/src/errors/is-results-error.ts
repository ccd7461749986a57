import { RESULTS_ERROR_CODES, type ResultsErrorCode } from "./error-codes.ts";
import type { ResultsError } from "./results-error.ts";

const CODES: ReadonlySet<unknown> = new Set(RESULTS_ERROR_CODES);

/** First line of the stack of a `ResultsError`. */
const FIRST_LINE = /^(\w+) \[([A-Z_]+)\]/;

/**
 * Tells whether a thrown value is an error of this library, with the given code if `code` is passed.
 *
 * Checks the code instead of the class, so that it works for errors of another copy of the library or another thread. A cloned error, which
 * has lost its code and name, gets them back from its stack.
 */
export function isResultsError(error: unknown, code?: ResultsErrorCode): error is ResultsError {
  if (typeof error !== "object" || error === null || !("message" in error)) return false;
  const actual = "code" in error ? error.code : restoreCode(error);
  return code === undefined ? CODES.has(actual) : actual === code;
}

function restoreCode(error: object): unknown {
  const stack = "stack" in error ? error.stack : undefined;
  const [, name, code] = (typeof stack === "string" && FIRST_LINE.exec(stack)) || [];
  if (!CODES.has(code)) return undefined;
  if (Object.isExtensible(error)) Object.assign(error, { code, name });
  return code;
}
