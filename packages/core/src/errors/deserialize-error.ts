import * as cacheErrors from "./cache-errors.ts";
import * as cycleErrors from "./cycle-errors.ts";
import * as digestErrors from "./digest-errors.ts";
import { RESULTS_ERROR_CODES } from "./error-codes.ts";
import * as idErrors from "./id-errors.ts";
import * as modelErrors from "./model-errors.ts";
import * as resultErrors from "./result-errors.ts";
import { ResultsError } from "./results-error.ts";
import type { SerializedError } from "./serialize-error.ts";
import * as storageErrors from "./storage-errors.ts";
import * as typeErrors from "./type-errors.ts";

type ErrorClass = new (...args: never[]) => Error;

const MODULES = [
  cacheErrors,
  cycleErrors,
  digestErrors,
  idErrors,
  modelErrors,
  resultErrors,
  storageErrors,
  typeErrors,
];
const BUILT_IN: readonly ErrorClass[] = [TypeError, RangeError, SyntaxError, ReferenceError, URIError, EvalError];
const CLASSES: ReadonlyMap<string, ErrorClass> = new Map(
  [...BUILT_IN, ResultsError, ...MODULES.flatMap((module) => Object.values<unknown>(module).filter(isErrorClass))].map(
    (each) => [each.name, each],
  ),
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

function isErrorClass(value: unknown): value is ErrorClass {
  return typeof value === "function" && value.prototype instanceof ResultsError;
}

function isSerialized(value: unknown): value is SerializedError {
  if (typeof value !== "object" || value === null || value instanceof Error) return false;
  return typeof (value as SerializedError).name === "string" && typeof (value as SerializedError).message === "string";
}
