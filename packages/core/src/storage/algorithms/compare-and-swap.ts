import { unlessExpired } from "../../records/expiry.ts";
import type { FoundRecord } from "../../records/record.ts";
import type { ChangeOutcome, RecordChange, RecordWrite, WriteOutcome } from "../../records/storage-backend.ts";
import type { Outcome } from "../../scheduling/batch.ts";
import { shouldYield, yieldToEventLoop } from "../../scheduling/event-loop.ts";
import type { Awaitable } from "../../scheduling/group-commit.ts";
import { applyChanges, byKey, type ChangeGroup, placeOutcomes } from "./apply-changes.ts";

/** Read and write access to one space of a medium. */
export interface RecordAccess {
  read(keys: readonly string[]): Awaitable<readonly Outcome<FoundRecord>[]>;
  write(writes: readonly RecordWrite[]): Awaitable<readonly Outcome<WriteOutcome>[]>;
}

/** Group of changes of one key, and the record on which its next attempt is based. */
interface Attempt {
  readonly key: string;
  readonly group: ChangeGroup;
  readonly found: Outcome<FoundRecord>;
}

/**
 * Changes records by conditional writes: a record is written only if it has not changed since it was read, else its changes are repeated.
 * All records are read together, and those of each attempt written together.
 */
export async function compareAndSwap(
  { read, write }: RecordAccess,
  changes: readonly RecordChange[],
  now: number,
): Promise<Outcome<ChangeOutcome>[]> {
  const outcomes: Outcome<ChangeOutcome>[] = [];
  const groups = [...byKey(changes)];
  const found = await read(groups.map(([key]) => key));
  let attempts = groups.map(([key, group], i): Attempt => ({ key, group, found: found[i] as Outcome<FoundRecord> }));
  while (attempts.length > 0) {
    const changed: Attempt[] = [];
    const writes: RecordWrite[] = [];
    for (const attempt of attempts) {
      const prepared = change(attempt, outcomes, now);
      if (prepared) {
        changed.push(attempt);
        writes.push(prepared);
      }
      if (shouldYield()) await yieldToEventLoop();
    }
    const written = writes.length > 0 ? await write(writes) : [];
    attempts = changed.flatMap((attempt, i) => {
      const outcome = written[i];
      if (outcome instanceof Error) fail(attempt.group, outcomes, outcome);
      else if (outcome?.written === false) return [{ ...attempt, found: outcome.found }];
      return [];
    });
  }
  return outcomes;
}

/** Applies the changes of an attempt and stores their outcomes; returns the write that they need. */
function change(
  { key, group, found }: Attempt,
  outcomes: Outcome<ChangeOutcome>[],
  now: number,
): RecordWrite | undefined {
  if (found instanceof Error) {
    fail(group, outcomes, found);
    return undefined;
  }
  const living = unlessExpired(found, now);
  const { content, outcomes: ofGroup } = applyChanges(living, group.changes);
  placeOutcomes(outcomes, group, ofGroup);
  return content && { key, condition: living ? { unchanged: living.revision } : "absent", content };
}

function fail(group: ChangeGroup, outcomes: Outcome<ChangeOutcome>[], error: Error): void {
  placeOutcomes(
    outcomes,
    group,
    group.changes.map(() => error),
  );
}
