import { deepStrictEqual } from "node:assert/strict";

/** Asserts deep equality as SPEC defines it: types, `NaN`, `-0` and `undefined` properties count; the order of keys does not. */
export function expectSame(actual: unknown, expected: unknown): void {
  deepStrictEqual(actual, expected);
}
