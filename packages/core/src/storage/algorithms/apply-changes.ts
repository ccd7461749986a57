import type { FoundRecord, RecordContent } from "../../records/record.ts";
import type { ChangeOutcome, RecordChange } from "../../records/storage-backend.ts";
import type { Outcome } from "../../scheduling/batch.ts";
import { asError } from "../../scheduling/group-commit.ts";

/** What several changes of one record come to. */
export interface AppliedChanges {
  /** What is to be written; `undefined` where nothing is. */
  readonly content: RecordContent | undefined;
  /** For each change, what stands there after it. */
  readonly outcomes: readonly Outcome<ChangeOutcome>[];
}

/** Applies changes of one record one after the other, so that it need be read and written only once. One that throws changes nothing. */
export function applyChanges(found: FoundRecord, changes: readonly RecordChange[]): AppliedChanges {
  let current: ChangeOutcome = found;
  let content: RecordContent | undefined;
  const outcomes = changes.map((change): Outcome<ChangeOutcome> => {
    try {
      const next = change.change(current);
      if (next === undefined) return current;
      content = next;
      current = next;
      return next;
    } catch (error) {
      return asError(error);
    }
  });
  return { content, outcomes };
}

/** Carries out changes key by key, those of one key together; gives their outcomes in the order of the batch. */
export function changeByKey(
  changes: readonly RecordChange[],
  apply: (key: string, ofKey: readonly RecordChange[]) => readonly Outcome<ChangeOutcome>[],
): Outcome<ChangeOutcome>[] {
  const outcomes: Outcome<ChangeOutcome>[] = [];
  for (const [key, group] of byKey(changes)) placeOutcomes(outcomes, group, apply(key, group.changes));
  return outcomes;
}

/** The changes of one key, with their places in the batch. */
export interface ChangeGroup {
  readonly places: number[];
  readonly changes: RecordChange[];
}

/** The changes of each key together. */
export function byKey(changes: readonly RecordChange[]): Map<string, ChangeGroup> {
  const groups = new Map<string, ChangeGroup>();
  for (const [i, change] of changes.entries()) {
    let group = groups.get(change.key);
    if (!group) {
      group = { places: [], changes: [] };
      groups.set(change.key, group);
    }
    group.places.push(i);
    group.changes.push(change);
  }
  return groups;
}

/** Puts the outcomes of a group where they belong in those of the batch. */
export function placeOutcomes<T>(outcomes: T[], { places }: ChangeGroup, ofGroup: readonly T[]): void {
  for (const [i, place] of places.entries()) outcomes[place] = ofGroup[i] as T;
}
