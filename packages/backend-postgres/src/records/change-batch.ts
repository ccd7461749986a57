import { byKey, placeOutcomes } from "@results-manager/core/internal";
import {
  applyChanges,
  type ChangeOutcome,
  type FoundRecord,
  type Outcome,
  type RecordChange,
  type RecordContent,
  unlessExpired,
} from "@results-manager/core/storage";
import type { NewRow } from "./row-values.ts";

/** Changes that were applied to what was read. */
export interface AppliedChanges {
  readonly outcomes: readonly Outcome<ChangeOutcome>[];
  /** Rows that replace existing ones, which are locked. */
  readonly replacing: readonly NewRow[];
  /** Rows of keys that have none. */
  readonly creating: readonly NewRow[];
}

/**
 * Applies changes to the records that are living at `now`.
 *
 * @param find reads and locks the records of distinct keys.
 */
export async function applyBatch(
  changes: readonly RecordChange[],
  find: (keys: readonly string[]) => Promise<readonly FoundRecord[]>,
  toNewRow: (key: string, content: RecordContent) => NewRow,
  now: number,
): Promise<AppliedChanges> {
  const groups = byKey(changes);
  const found = await find([...groups.keys()]);
  const outcomes: Outcome<ChangeOutcome>[] = [];
  const replacing: NewRow[] = [];
  const creating: NewRow[] = [];
  for (const [i, [key, group]] of [...groups].entries()) {
    const record = found[i];
    const applied = applyChanges(unlessExpired(record, now), group.changes);
    try {
      if (applied.content) (record ? replacing : creating).push(toNewRow(key, applied.content));
      placeOutcomes(outcomes, group, applied.outcomes);
    } catch (error) {
      const failed = group.changes.map(() => error as Error);
      placeOutcomes(outcomes, group, failed);
    }
  }
  return { outcomes, replacing, creating };
}
