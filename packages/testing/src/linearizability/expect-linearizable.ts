import assert from "node:assert/strict";
import { findViolation } from "./find-violation.ts";
import type { RegisterOperation } from "./operation.ts";

/**
 * Asserts that a history is linearizable.
 *
 * @throws {AssertionError} that shows the first impossible operation and those around it.
 */
export function expectLinearizable(history: readonly RegisterOperation[]): void {
  const violation = findViolation(history);
  if (!violation) return;
  const { operation, states, during } = violation;
  const lines = during.map((one) => `  ${JSON.stringify(one)}`).join("\n");
  assert.fail(
    `Each operation must take effect at one moment between its start and its end; none explains ${JSON.stringify(operation)}: ` +
      `the key could hold ${states.join(" or ")}. Operations at the same time:\n${lines}`,
  );
}
