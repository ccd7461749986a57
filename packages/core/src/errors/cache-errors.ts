import { ResultsError } from "./results-error.ts";

const LONGEST_QUOTE = 80;

/** `INVALID_KEY`: the key, prefix or tag cannot be used in any cache. Thrown before anything is touched. */
export class InvalidKeyError extends ResultsError {
  constructor(key: string, what: string, reason: string) {
    const shown = key.length > LONGEST_QUOTE ? `${key.slice(0, LONGEST_QUOTE)}…` : key;
    super("INVALID_KEY", `${JSON.stringify(shown)} is no ${what} of a cache: ${reason}.`, { id: key });
  }
}

/** `NOT_AN_INTEGER`: something that was to be counted with is no whole number, or would leave ±(2^53 − 1). Nothing was changed. */
export class NotAnIntegerError extends ResultsError {
  constructor(key: string, reason: string) {
    super("NOT_AN_INTEGER", `'${key}' was not counted up: ${reason}.`, { id: key });
  }
}
