import type { FoundRecord, RecordContent } from "../../records/record.ts";
import type { ChangeOutcome, RecordChange } from "../../records/storage-backend.ts";
import type { Outcome } from "../../scheduling/batch.ts";
import { asError } from "../../scheduling/group-commit.ts";

/** Result of several changes of one record. */
export interface AppliedChanges {
  /** Record to write; `undefined` if nothing has changed. */
  readonly content: RecordContent | undefined;
  /** Record after each change. */
  readonly outcomes: readonly Outcome<ChangeOutcome>[];
}

/** Applies several changes to one record in order, so that it is read and written only once. A change that throws has no effect. */
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

/** Applies changes grouped by key, and returns their outcomes in batch order. */
export function changeByKey(
  changes: readonly RecordChange[],
  apply: (key: string, ofKey: readonly RecordChange[]) => readonly Outcome<ChangeOutcome>[],
): Outcome<ChangeOutcome>[] {
  const outcomes: Outcome<ChangeOutcome>[] = [];
  for (const [key, group] of byKey(changes)) placeOutcomes(outcomes, group, apply(key, group.changes));
  return outcomes;
}

/** Changes of one key with their positions in the batch. */
export interface ChangeGroup {
  readonly places: number[];
  readonly changes: RecordChange[];
}

/** Groups changes by key. */
export function byKey(changes: readonly RecordChange[]): Map<string, ChangeGroup> {
  const groups = new Map<string, ChangeGroup>();
  for (let i = 0; i < changes.length; i++) {
    const change = changes[i] as RecordChange;
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

/** Copies the outcomes of a group to their positions in the batch. */
export function placeOutcomes<T>(outcomes: T[], { places }: ChangeGroup, ofGroup: readonly T[]): void {
  for (let i = 0; i < places.length; i++) outcomes[places[i] as number] = ofGroup[i] as T;
}
