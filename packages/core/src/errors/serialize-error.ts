import { inspect } from "node:util";

/** Error as plain data, for another thread, another process or a log. */
export interface SerializedError {
  readonly name: string;
  readonly message: string;
  readonly stack?: string | undefined;
  /** Cause: an error in the same form, or any other thrown value. */
  readonly cause?: unknown;
  /** Own fields of the error: `code`, `id`, `issues`, `location`. */
  readonly [field: string]: unknown;
}

const MAX_CAUSE_DEPTH = 8;

/**
 * Converts an error with its code, fields and causes to data that can be cloned; `postMessage` and `process.send` keep only the message,
 * stack and cause of an error. Fields that cannot be cloned are omitted. `deserializeError` restores the error.
 *
 * @example
 * ```ts
 * parentPort.postMessage(serializeError(error)); // in the other thread: deserializeError(message)
 * ```
 */
export function serializeError(error: Error): SerializedError {
  return serialize(error, 0, ({ stack }, fields) => ({ ...keepIf(isCloneable, fields), stack }));
}

/** Converts an error to JSON data without stacks; fields that JSON cannot represent become text. */
export function errorAsJson(error: Error): SerializedError {
  return serialize(error, 0, (_, fields) =>
    Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, isForJson(value) ? value : inspect(value)])),
  );
}

type Fields = Readonly<Record<string, unknown>>;

function serialize(error: Error, depth: number, keep: (error: Error, fields: Fields) => Fields): SerializedError {
  const { name, message, cause, stack: _, ...fields } = { ...error, ...hiddenFields(error) };
  const causeField = cause === undefined || depth === MAX_CAUSE_DEPTH ? {} : { cause: causeOf(cause, depth + 1, keep) };
  return { ...keep(error, fields), name, message, ...causeField };
}

/** Fields of an error that are not enumerable. */
function hiddenFields({ name, message, cause }: Error): Pick<Error, "name" | "message" | "cause" | "stack"> {
  return { name, message, cause };
}

function causeOf(cause: unknown, depth: number, keep: (error: Error, fields: Fields) => Fields): unknown {
  if (cause instanceof Error) return serialize(cause, depth, keep);
  return isCloneable(cause) ? cause : String(cause);
}

function keepIf(test: (value: unknown) => boolean, fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => test(value)));
}

function isCloneable(value: unknown): boolean {
  try {
    structuredClone(value);
    return true;
  } catch {
    return false;
  }
}

function isForJson(value: unknown): boolean {
  try {
    JSON.stringify(value);
    return true;
  } catch {
    return false;
  }
}
