import { ResultsError } from "./results-error.ts";

const MAX_QUOTE_LENGTH = 80;

/** `INVALID_KEY`: the key, prefix or tag is invalid in every cache. Thrown before the cache is read or written. */
export class InvalidKeyError extends ResultsError {
  constructor(key: string, what: string, reason: string) {
    const quoted = key.length > MAX_QUOTE_LENGTH ? `${key.slice(0, MAX_QUOTE_LENGTH)}…` : key;
    super("INVALID_KEY", `${JSON.stringify(quoted)} is not a valid cache ${what}: ${reason}.`, { id: key });
  }
}

/** `NOT_AN_INTEGER`: an operand of `incr` is not a whole number, or the sum is outside ±(2^53 − 1). Nothing was changed. */
export class NotAnIntegerError extends ResultsError {
  constructor(key: string, reason: string) {
    super("NOT_AN_INTEGER", `Cannot increment '${key}': ${reason}.`, { id: key });
  }
}
