import { isResultsError, type ResultsError, type ResultsErrorCode } from "@results-manager/core";
import { assert } from "vitest";

/** Waits for a promise to be rejected, and returns the reason. */
export async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  let value: unknown;
  try {
    value = await promise;
  } catch (error) {
    return error;
  }
  return assert.fail(`expected a rejection, got ${String(value)}`);
}

/** Waits for a promise to be rejected with an error of this library with the given code, and returns the error. */
export async function expectCode(promise: Promise<unknown>, code: ResultsErrorCode): Promise<ResultsError> {
  const error = await failureOf(promise);
  if (isResultsError(error, code)) return error;
  assert.fail(`expected ${code}, got ${describe(error)}`);
}

/** Waits for a promise to be rejected with an error of this class. */
export async function expectClass(
  promise: Promise<unknown>,
  expected: new (...args: never[]) => Error,
): Promise<Error> {
  const error = await failureOf(promise);
  if (error instanceof Error && Object.getPrototypeOf(error) === expected.prototype) return error;
  assert.fail(`expected a ${expected.name}, got ${describe(error)}`);
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return `${error.name} ${"code" in error ? String(error.code) : ""}: ${error.message}`;
}
