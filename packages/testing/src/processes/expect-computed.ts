import assert from "node:assert/strict";
import type { ChildReport } from "./child-task.ts";
import type { LoggedComputation } from "./computation-log.ts";
import { suiteIds } from "./suite-ids.ts";

/** Asserts that each id was computed, and that every process got the result of the process that computed it. */
export function expectComputed(
  computed: readonly LoggedComputation[],
  reports: readonly ChildReport[],
  ids: number,
): void {
  const runners = new Map(computed.map(({ id, pid }) => [id, pid]));
  const made = suiteIds(ids).map((id) => runners.get(id));
  assert.ok(!made.includes(undefined), "Every result is computed.");
  for (const { values } of reports) assert.deepEqual(values, made, "Every process gets the computed results.");
}
