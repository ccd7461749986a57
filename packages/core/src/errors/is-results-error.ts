import { RESULTS_ERROR_CODES, type ResultsErrorCode } from "./error-codes.ts";
import type { ResultsError } from "./results-error.ts";

const CODES: ReadonlySet<unknown> = new Set(RESULTS_ERROR_CODES);

/**
 * Tells whether something thrown is an error of this library, of one code where `code` is given.
 *
 * It goes by the code, not by `instanceof`, so it also holds for an error from another copy of the library or another thread.
 */
export function isResultsError(error: unknown, code?: ResultsErrorCode): error is ResultsError {
  if (typeof error !== "object" || error === null || !("code" in error) || !("message" in error)) return false;
  return code === undefined ? CODES.has(error.code) : error.code === code;
}
