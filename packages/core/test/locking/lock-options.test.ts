import { expect, test } from "vitest";
import { checkTimeout } from "../../src/locking/lock-options.ts";

test("a timeout is a number of milliseconds from 0", () => {
  expect([0, 0.5, Infinity].map(checkTimeout)).toEqual([0, 0.5, Infinity]);
  for (const timeout of [-1, Number.NaN, "1", null]) {
    expect(() => checkTimeout(timeout as never)).toThrow("timeoutMs must be a number of milliseconds from 0, got");
  }
});
