import { InvalidKeyError, NotAnIntegerError } from "./cache-errors.ts";
import { ComputeCycleError, UpdateCycleError } from "./cycle-errors.ts";
import { AmbiguousDigestError, DigestNotFoundError, InvalidDigestError } from "./digest-errors.ts";
import { RESULTS_ERROR_CODES } from "./error-codes.ts";
import { InvalidIdError } from "./id-errors.ts";
import {
  ModelConflictError,
  ModelFailedError,
  ModelNotRegisteredError,
  ModelTooOldError,
  ModelUnknownError,
  NamespaceAmbiguousError,
  UpgradeFailedError,
} from "./model-errors.ts";
import {
  CorruptRecordError,
  NotRoundTrippableError,
  ResultDiffersError,
  ResultExistsError,
  ResultNotFoundError,
  ValidationError,
} from "./result-errors.ts";
import { ResultsError } from "./results-error.ts";
import type { SerializedError } from "./serialize-error.ts";
import {
  BackendClosedError,
  LockTimeoutError,
  StorageError,
  StoreNotFoundError,
  StoreTooNewError,
  ValueTooLargeError,
} from "./storage-errors.ts";
import { TypeNotRegisteredError } from "./type-errors.ts";

type ErrorClass = new (...args: never[]) => Error;

// Listed one by one: objects of whole modules would need a helper that Node loads from a file of its own.
const CLASSES: ReadonlyMap<string, ErrorClass> = new Map(
  [
    TypeError,
    RangeError,
    SyntaxError,
    ReferenceError,
    URIError,
    EvalError,
    ResultsError,
    InvalidKeyError,
    NotAnIntegerError,
    ComputeCycleError,
    UpdateCycleError,
    InvalidDigestError,
    DigestNotFoundError,
    AmbiguousDigestError,
    InvalidIdError,
    ModelUnknownError,
    ModelConflictError,
    ModelNotRegisteredError,
    NamespaceAmbiguousError,
    ModelTooOldError,
    ModelFailedError,
    UpgradeFailedError,
    ResultNotFoundError,
    ResultExistsError,
    ResultDiffersError,
    ValidationError,
    NotRoundTrippableError,
    CorruptRecordError,
    BackendClosedError,
    StoreNotFoundError,
    StoreTooNewError,
    LockTimeoutError,
    StorageError,
    ValueTooLargeError,
    TypeNotRegisteredError,
  ].map((each) => [each.name, each]),
);
const CODES: ReadonlySet<unknown> = new Set(RESULTS_ERROR_CODES);

/** Restores an error with its class, fields and causes. An error of an unknown class becomes an `Error` with its name. */
export function deserializeError(serialized: SerializedError): Error {
  const { name, message, stack, cause, ...fields } = serialized;
  const Class = CLASSES.get(name) ?? (CODES.has(fields.code) ? ResultsError : Error);
  // Not by the constructor of the class, whose parameters differ: the message already exists.
  const options = "cause" in serialized ? { cause: isSerialized(cause) ? deserializeError(cause) : cause } : undefined;
  const error = Reflect.construct(Error, [message, options], Class) as Error;
  const enumerable = error instanceof ResultsError;
  if (error.name !== name || enumerable)
    Object.defineProperty(error, "name", { value: name, enumerable, configurable: true, writable: true });
  Object.assign(error, fields);
  if (stack !== undefined)
    Object.defineProperty(error, "stack", { value: stack, enumerable: false, configurable: true, writable: true });
  return error;
}

function isSerialized(value: unknown): value is SerializedError {
  if (typeof value !== "object" || value === null || value instanceof Error) return false;
  return typeof (value as SerializedError).name === "string" && typeof (value as SerializedError).message === "string";
}
