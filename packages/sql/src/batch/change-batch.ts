import { byKey, type ChangeGroup, placeOutcomes } from "@results-manager/core/internal";
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
  const groups = [...byKey(changes)];
  const outcomes: Outcome<ChangeOutcome>[] = [];
  return mapAwaitable(records.find(groups.map(([key]) => key)), (found) => {
    const writes: RecordWrite[] = [];
    const written: ChangeGroup[] = [];
    for (let i = 0; i < groups.length; i++) {
      const [key, group] = groups[i] as (typeof groups)[number];
      const record = found[i];
      if (record instanceof Error) {
        fail(outcomes, group, record);
        continue;
      }
      const applied = applyChanges(unlessExpired(record, now), group.changes);
      placeOutcomes(outcomes, group, applied.outcomes);
      if (!applied.content) continue;
      writes.push({ key, condition: "any", content: applied.content });
      written.push(group);
    }
    return mapAwaitable(writeBatch(records, writes, now), (ofWrites) => {
      for (let i = 0; i < ofWrites.length; i++) {
        const outcome = ofWrites[i];
        if (outcome instanceof Error) fail(outcomes, written[i] as ChangeGroup, outcome);
      }
      return outcomes;
    });
  });
}

/** Gives the same error to all changes of a record. */
function fail(outcomes: Outcome<ChangeOutcome>[], { places }: ChangeGroup, error: Error): void {
  for (const place of places) outcomes[place] = error;
}
