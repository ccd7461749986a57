import assert from "node:assert/strict";
import type { ChildReport } from "./child-task.ts";
import type { LoggedComputation } from "./computation-log.ts";
import { suiteIds } from "./suite-ids.ts";

/** Asserts that each id was computed, and that every process was given what the one that computed it made. */
export function expectComputed(
  computed: readonly LoggedComputation[],
  reports: readonly ChildReport[],
  ids: number,
): void {
  const runners = new Map(computed.map(({ id, pid }) => [id, pid]));
  const made = suiteIds(ids).map((id) => runners.get(id));
  assert.ok(!made.includes(undefined), "Everything is computed.");
  for (const { values } of reports) assert.deepEqual(values, made, "Everyone gets what was computed.");
}
