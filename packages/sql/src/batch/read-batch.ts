import type { Awaitable, FoundRecord, Outcome } from "@results-manager/core/storage";
import type { RecordStatements } from "./record-statements.ts";

/** Reads the record of each key, expired or not. */
export function readBatch(
  records: RecordStatements,
  keys: readonly string[],
): Awaitable<readonly Outcome<FoundRecord>[]> {
  return records.find(keys);
}

/** Tells for each key whether there is a record that is living at `now`. */
export function presenceBatch(
  records: RecordStatements,
  keys: readonly string[],
  now: number,
): Awaitable<readonly Outcome<boolean>[]> {
  return records.has(keys, now);
}
