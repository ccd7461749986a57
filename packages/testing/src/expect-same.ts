import { deepStrictEqual } from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";

/** Time of an invalid date while it is compared; no test stores it. */
const MARK_MS = -8_639_999_999_999_999;
/** Before Node 24, two invalid dates are never equal. */
const COMPARES_INVALID = isDeepStrictEqual(new Date(Number.NaN), new Date(Number.NaN));

/** Asserts deep equality as SPEC defines it: types, `NaN`, `-0` and `undefined` properties count; the order of keys does not. */
export function expectSame(actual: unknown, expected: unknown): void {
  withValidDates([actual, expected], () => deepStrictEqual(actual, expected));
}

/** Tells whether {@link expectSame} holds. */
export function isSame(actual: unknown, expected: unknown): boolean {
  return withValidDates([actual, expected], () => isDeepStrictEqual(actual, expected));
}

/** Compares values of which the invalid dates are valid meanwhile. */
function withValidDates<T>(values: readonly unknown[], compare: () => T): T {
  const dates = COMPARES_INVALID ? [] : [...invalidDates(values, new Set())];
  const setTime = (time: number): void => {
    for (const date of dates) Date.prototype.setTime.call(date, time);
  };
  setTime(MARK_MS);
  try {
    return compare();
  } finally {
    setTime(Number.NaN);
  }
}

function* invalidDates(value: unknown, seen: Set<unknown>): Iterable<Date> {
  if (typeof value !== "object" || value === null || seen.has(value)) return;
  seen.add(value);
  // A date of another realm is no instance of `Date`.
  const tag = Object.prototype.toString.call(value);
  if (tag === "[object Date]" && Number.isNaN(Date.prototype.getTime.call(value))) yield value as Date;
  const isCollection = tag === "[object Map]" || tag === "[object Set]";
  for (const part of isCollection ? (value as Iterable<unknown>) : Object.values(value))
    yield* invalidDates(part, seen);
}
