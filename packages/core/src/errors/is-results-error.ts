import { RESULTS_ERROR_CODES, type ResultsErrorCode } from "./error-codes.ts";
import type { ResultsError } from "./results-error.ts";

const CODES: ReadonlySet<unknown> = new Set(RESULTS_ERROR_CODES);

/** How the stack of an error of ours begins. */
const FIRST_LINE = /^(\w+) \[([A-Z_]+)\]/;

/**
 * Tells whether something thrown is an error of this library, of one code where `code` is given.
 *
 * It goes by the code, not by `instanceof`, so it also holds for an error from another copy of the library or another thread. One that has
 * lost its code on the way, as all do that are cloned, gets it back, and its name: the stack holds both.
 */
export function isResultsError(error: unknown, code?: ResultsErrorCode): error is ResultsError {
  if (typeof error !== "object" || error === null || !("message" in error)) return false;
  const own = "code" in error ? error.code : regainCode(error);
  return code === undefined ? CODES.has(own) : own === code;
}

function regainCode(error: object): unknown {
  const stack = "stack" in error ? error.stack : undefined;
  const [, name, code] = (typeof stack === "string" && FIRST_LINE.exec(stack)) || [];
  if (!CODES.has(code)) return undefined;
  if (Object.isExtensible(error)) Object.assign(error, { code, name });
  return code;
}
