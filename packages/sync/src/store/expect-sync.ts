import type { Model } from "@results-manager/core";
import { leaveStack } from "@results-manager/core/internal";

/** Errors made deep within a call. A set, since looking at an error that a caller's function throws may throw. */
const madeHere = new WeakSet<object>();

/**
 * Lets the stack of an error about an asynchronous function begin at the caller.
 *
 * @param above Method of the face, whose frame and those it called are omitted.
 */
export function fromCaller(error: unknown, above: (...args: never[]) => unknown): unknown {
  if (madeHere.has(error as object)) Error.captureStackTrace(error as Error, above);
  return error;
}

/** Returns the value of a schema. @throws {TypeError} for a promise. */
export function expectSync<T>(value: T | Promise<T>, model: Pick<Model, "name"> | undefined): T {
  if (!(value instanceof Promise)) return value;
  throw asynchronousError(value, model ? `The schema of model '${model.name}'` : "The schema of the stored model");
}

/**
 * Runs a function of the user. Its errors are passed on unchanged.
 *
 * @param what Subject of the error message where it is asynchronous.
 * @throws {TypeError} for a promise.
 */
export function runSync<T>(what: string, run: () => T): T {
  let value: T;
  try {
    value = run();
  } catch (error) {
    leaveStack(error);
    throw error;
  }
  return refuseAsync(what, value);
}

/** Returns a value that is no promise. @throws {TypeError} for a promise. */
export function refuseAsync<T>(what: string, value: T): T {
  const isAsync = typeof (value as Partial<PromiseLike<unknown>> | null | undefined)?.then === "function";
  if (isAsync) throw asynchronousError(value as PromiseLike<unknown>, what);
  return value;
}

function asynchronousError(promise: PromiseLike<unknown>, what: string): TypeError {
  promise.then(undefined, () => {}); // The caller gets the TypeError; a later rejection is ignored.
  const error = new TypeError(
    `${what} is asynchronous, and a synchronous call cannot wait for it. Use the package results-manager, whose calls return promises.`,
  );
  madeHere.add(error);
  return error;
}
