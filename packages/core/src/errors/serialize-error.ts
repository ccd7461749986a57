import { inspect } from "node:util";

/** An error as plain data, for another thread, another process, or a log. */
export interface SerializedError {
  readonly name: string;
  readonly message: string;
  readonly stack?: string | undefined;
  /** The error that led to it, in the same form, or whatever else was thrown. */
  readonly cause?: unknown;
  /** The error's own fields: `code`, `id`, `issues`, `location`. */
  readonly [field: string]: unknown;
}

const DEEPEST_CAUSE = 8;

/**
 * Takes an error apart, with its code, its fields and its causes, into data that can be cloned: of an error itself `postMessage` and
 * `process.send` keep message, stack and cause. What cannot be cloned is left out. `deserializeError` puts it together again.
 *
 * @example
 * ```ts
 * parentPort.postMessage(serializeError(error)); // there: deserializeError(message)
 * ```
 */
export function serializeError(error: Error): SerializedError {
  return serialize(error, 0, ({ stack }, fields) => ({ ...keepIf(canCross, fields), stack }));
}

/** The same as JSON can hold it, without stacks; fields that JSON does not know become text. */
export function errorAsJson(error: Error): SerializedError {
  return serialize(error, 0, (_, fields) =>
    Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, isForJson(value) ? value : inspect(value)])),
  );
}

type Fields = Readonly<Record<string, unknown>>;

function serialize(error: Error, depth: number, keep: (error: Error, fields: Fields) => Fields): SerializedError {
  const { name, message, cause, stack: _, ...fields } = { ...error, ...plain(error) };
  const known = cause === undefined || depth === DEEPEST_CAUSE ? {} : { cause: causeOf(cause, depth + 1, keep) };
  return { ...keep(error, fields), name, message, ...known };
}

/** What an error has without showing it. */
function plain({ name, message, cause }: Error): Pick<Error, "name" | "message" | "cause" | "stack"> {
  return { name, message, cause };
}

function causeOf(cause: unknown, depth: number, keep: (error: Error, fields: Fields) => Fields): unknown {
  if (cause instanceof Error) return serialize(cause, depth, keep);
  return canCross(cause) ? cause : String(cause);
}

function keepIf(test: (value: unknown) => boolean, fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => test(value)));
}

function canCross(value: unknown): boolean {
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
