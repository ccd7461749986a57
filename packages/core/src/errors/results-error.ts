import type { ResultsErrorCode } from "./error-codes.ts";

/** What an error may carry besides its code and message. */
export interface ResultsErrorDetails {
  /** The result id, or the key, it is about. */
  readonly id?: string | undefined;
  /** The error that led to it. */
  readonly cause?: unknown;
}

/** The base of every error this library throws on purpose; wrong argument types are `TypeError` or `RangeError`. */
export class ResultsError extends Error {
  /** A stable name for what went wrong. */
  readonly code: ResultsErrorCode;
  /** The result id, or the key, it is about, where there is one. */
  readonly id: string | undefined;

  constructor(code: ResultsErrorCode, message: string, details: ResultsErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = new.target.name;
    this.code = code;
    this.id = details.id;
  }
}
