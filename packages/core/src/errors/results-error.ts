import type { ResultsErrorCode } from "./error-codes.ts";
import { errorAsJson, type SerializedError } from "./serialize-error.ts";

/** What an error may carry besides its code and message. */
export interface ResultsErrorDetails {
  /** The result id, or the key, it is about. */
  readonly id?: string | undefined;
  /** The error that led to it. */
  readonly cause?: unknown;
}

/**
 * The base of every error this library throws on purpose; wrong argument types are `TypeError` or `RangeError`.
 *
 * The first line of its `stack` holds the code, as that of Node's own errors does: of all that an error carries, only message, stack and
 * cause reach another thread. `isResultsError` finds it there; `serializeError` takes everything along.
 */
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
    tellCode(this);
  }

  /** Gives the error the stack of this call, without the frames of `above` and below. */
  retrace(above: (...args: never[]) => unknown): void {
    Error.captureStackTrace(this, above);
    tellCode(this);
  }

  /** What is left of the error as JSON: all but its stack. */
  toJSON(): SerializedError {
    return errorAsJson(this);
  }
}

/** How the engine puts a stack together when it is first asked for; absent where it is a plain property. */
const native = Object.getOwnPropertyDescriptor(new Error(), "stack")?.get as ((this: Error) => string) | undefined;

const stackWithCode: PropertyDescriptor & ThisType<ResultsError> = {
  configurable: true,
  enumerable: false,
  get() {
    return withCode(this, native?.call(this));
  },
  set(stack: unknown) {
    Object.defineProperty(this, "stack", { value: stack, configurable: true, enumerable: false, writable: true });
  },
};

function tellCode(error: ResultsError): void {
  if (native) Object.defineProperty(error, "stack", stackWithCode);
  else error.stack = withCode(error, error.stack);
}

function withCode({ name, code }: ResultsError, stack: string | undefined): string {
  const known = stack ?? name;
  return known.startsWith(name) ? `${name} [${code}]${known.slice(name.length)}` : known;
}
