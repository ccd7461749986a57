import { isResultsError, type ResultsErrorCode } from "@results-manager/core";
import { NothingThere } from "./nothing-there.ts";
import { UsageError } from "./usage-error.ts";

/** Code with which a command ends: 0 done, 1 failed, different or damaged, 2 wrong words, 3 not found, 130 interrupted. */
export type ExitCode = 0 | 1 | 2 | 3 | 130;

/** Code of a command that did what it was asked for. */
export const DONE: ExitCode = 0;
/** Code of a command that failed, found a difference, or found damage. */
export const FAILED: ExitCode = 1;

const NOT_FOUND: readonly ResultsErrorCode[] = ["DIGEST_NOT_FOUND", "RESULT_NOT_FOUND", "STORE_NOT_FOUND"];
/** Codes of errors that name a wrong word of the command line. */
const WRONG_WORDS: readonly ResultsErrorCode[] = [
  "AMBIGUOUS_DIGEST",
  "INVALID_DIGEST",
  "INVALID_ID",
  "INVALID_KEY",
  "MODEL_NOT_REGISTERED",
];

/** Returns the exit code for an error: 2 for wrong words, 3 for something that is not there, else 1. */
export function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof UsageError) return 2;
  if (error instanceof NothingThere) return 3;
  if (!isResultsError(error)) return 1;
  if (NOT_FOUND.includes(error.code)) return 3;
  return WRONG_WORDS.includes(error.code) ? 2 : 1;
}

/** Runs code that checks words of the command line: its `TypeError` or `RangeError` is the user's mistake, not a fault of the program. */
export async function asUsage<T>(check: () => T | Promise<T>): Promise<T> {
  try {
    return await check();
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError)
      throw new UsageError(error.message, { cause: error });
    throw error;
  }
}
