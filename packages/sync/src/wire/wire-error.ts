import * as core from "@results-manager/core";

/** An error on its way between threads, which know only the plainest of them. */
export interface WireError {
  readonly name: string;
  readonly message: string;
  readonly stack: string | undefined;
  readonly cause: WireCause | undefined;
  /** The error's own fields: `code`, `id`, `location`, `errno`. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** What was thrown: an error, or anything else. */
export type WireCause = { readonly error: WireError } | { readonly value: unknown };

type ErrorClass = new (...args: never[]) => Error;

const DEEPEST_CAUSE = 8;
const BUILT_IN: readonly ErrorClass[] = [TypeError, RangeError, SyntaxError, ReferenceError, URIError, EvalError];
const CLASSES: ReadonlyMap<string, ErrorClass> = new Map(
  [...BUILT_IN, ...(Object.values(core) as unknown[]).filter(isErrorClass)].map((each) => [each.name, each]),
);

/** Takes an error apart. What cannot cross is left out. */
export function encodeThrown(thrown: unknown, depth = 0): WireCause {
  if (!(thrown instanceof Error)) return { value: canCross(thrown) ? thrown : String(thrown) };
  const { name, message, stack, cause } = thrown;
  const fields = Object.entries(thrown).filter(([key, value]) => key !== "cause" && key !== "name" && canCross(value));
  const known = cause === undefined || depth === DEEPEST_CAUSE ? undefined : encodeThrown(cause, depth + 1);
  return { error: { name, message, stack, cause: known, fields: Object.fromEntries(fields) } };
}

/** Puts an error together again, of the same class; one of a class that only the worker knows becomes an `Error` of that name. */
export function decodeThrown(crossed: WireCause): unknown {
  if ("value" in crossed) return crossed.value;
  const { name, message, stack, cause, fields } = crossed.error;
  const Class = CLASSES.get(name) ?? ("code" in fields && isResultsCode(fields.code) ? core.ResultsError : Error);
  const options = cause === undefined ? undefined : { cause: decodeThrown(cause) };
  // Not by its own constructor: each has parameters of its own, and the message is made already.
  const error = Reflect.construct(Error, [message, options], Class) as Error;
  const enumerable = error instanceof core.ResultsError;
  if (error.name !== name)
    Object.defineProperty(error, "name", { value: name, enumerable, configurable: true, writable: true });
  Object.assign(error, fields);
  if (stack !== undefined) error.stack = stack;
  return error;
}

function isErrorClass(value: unknown): value is ErrorClass {
  return typeof value === "function" && (value === core.ResultsError || value.prototype instanceof core.ResultsError);
}

function isResultsCode(code: unknown): boolean {
  return core.RESULTS_ERROR_CODES.includes(code as core.ResultsErrorCode);
}

function canCross(value: unknown): boolean {
  try {
    structuredClone(value);
    return true;
  } catch {
    return false;
  }
}
