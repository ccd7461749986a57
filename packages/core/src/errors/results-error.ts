import type { ResultsErrorCode } from "./error-codes.ts";
import { errorAsJson, type SerializedError } from "./serialize-error.ts";

/** Details of an error besides its code and message. */
export interface ResultsErrorDetails {
  /** Result id or key that the error concerns. */
  readonly id?: string | undefined;
  /** Error that caused this one. */
  readonly cause?: unknown;
}

/**
 * Base class of the errors of this library; invalid arguments are a `TypeError` or `RangeError`.
 *
 * The first line of the `stack` contains the code, as in the errors of Node.js, since an error that is cloned for another thread keeps only
 * its message, stack and cause. `isResultsError` reads the code from there; `serializeError` keeps all fields.
 */
export class ResultsError extends Error {
  /** Stable name of the kind of error. */
  readonly code: ResultsErrorCode;
  /** Result id or key that the error concerns, if any. */
  readonly id: string | undefined;

  constructor(code: ResultsErrorCode, message: string, details: ResultsErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = new.target.name;
    this.code = code;
    this.id = details.id;
    addCodeToStack(this);
  }

  /** Replaces the stack with that of this call, without the frame of `above` and the frames it called. */
  retrace(above: (...args: never[]) => unknown): void {
    Error.captureStackTrace(this, above);
    addCodeToStack(this);
  }

  /** Returns the error as JSON, without its stack. */
  toJSON(): SerializedError {
    return errorAsJson(this);
  }
}

/** Getter of the engine that formats a stack on first access; absent where `stack` is a plain property. */
const nativeStack = Object.getOwnPropertyDescriptor(new Error(), "stack")?.get as ((this: Error) => string) | undefined;

const stackWithCode: PropertyDescriptor & ThisType<ResultsError> = {
  configurable: true,
  enumerable: false,
  get() {
    return withCode(this, nativeStack?.call(this));
  },
  set(stack: unknown) {
    Object.defineProperty(this, "stack", { value: stack, configurable: true, enumerable: false, writable: true });
  },
};

function addCodeToStack(error: ResultsError): void {
  if (nativeStack) Object.defineProperty(error, "stack", stackWithCode);
  else error.stack = withCode(error, error.stack);
}

function withCode({ name, code }: ResultsError, stack: string | undefined): string {
  const text = stack ?? name;
  return text.startsWith(name) ? `${name} [${code}]${text.slice(name.length)}` : text;
}
