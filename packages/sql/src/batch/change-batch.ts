import { byKey, placeOutcomes } from "@results-manager/core/internal";
import {
  type Awaitable,
  applyChanges,
  type ChangeOutcome,
  type Outcome,
  type RecordChange,
  type RecordWrite,
  unlessExpired,
} from "@results-manager/core/storage";
import { mapAwaitable } from "../connection/map-awaitable.ts";
import type { RecordStatements } from "./record-statements.ts";
import { writeBatch } from "./write-batch.ts";

/**
 * Applies changes to the records that are living at `now`, each of which is read and written once. Requires a write transaction, so that no
 * other process writes in between.
 */
export function changeBatch(
  records: RecordStatements,
  changes: readonly RecordChange[],
  now: number,
): Awaitable<readonly Outcome<ChangeOutcome>[]> {
  const groups = byKey(changes);
  const keys = [...groups.keys()];
  const outcomes: Outcome<ChangeOutcome>[] = [];
  const fail = (key: string, error: Error): void => {
    const group = groups.get(key);
    if (group)
      placeOutcomes(
        outcomes,
        group,
        group.changes.map(() => error),
      );
  };
  return mapAwaitable(records.find(keys), (found) => {
    const writes: RecordWrite[] = [];
    for (const [i, [key, group]] of [...groups].entries()) {
      const record = found[i];
      if (record instanceof Error) {
        fail(key, record);
        continue;
      }
      const applied = applyChanges(unlessExpired(record, now), group.changes);
      placeOutcomes(outcomes, group, applied.outcomes);
      if (applied.content) writes.push({ key, condition: "any", content: applied.content });
    }
    return mapAwaitable(writeBatch(records, writes, now), (written) => {
      for (const [i, outcome] of written.entries()) {
        if (outcome instanceof Error) fail((writes[i] as RecordWrite).key, outcome);
      }
      return outcomes;
    });
  });
}
