import { assert } from "vitest";

/** What a call throws. */
export function thrownBy(call: () => unknown): unknown {
  let value: unknown;
  try {
    value = call();
  } catch (error) {
    return error;
  }
  return assert.fail(`expected an error, got ${String(value)}`);
}
