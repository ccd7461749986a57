import { unlessExpired } from "../../records/expiry.ts";
import type { FoundRecord } from "../../records/record.ts";
import type { ChangeOutcome, RecordChange, RecordWrite, WriteOutcome } from "../../records/storage-backend.ts";
import type { Outcome } from "../../scheduling/batch.ts";
import { shouldYield, yieldToEventLoop } from "../../scheduling/event-loop.ts";
import type { Awaitable } from "../../scheduling/group-commit.ts";
import { applyChanges, byKey, placeOutcomes } from "./apply-changes.ts";

/** Read and write access to one space of a medium. */
export interface RecordAccess {
  read(keys: readonly string[]): Awaitable<readonly Outcome<FoundRecord>[]>;
  write(writes: readonly RecordWrite[]): Awaitable<readonly Outcome<WriteOutcome>[]>;
}

/** Changes records by conditional writes: a record is written only if it has not changed since it was read, else the change is repeated. */
export async function compareAndSwap(
  access: RecordAccess,
  changes: readonly RecordChange[],
  now: number,
): Promise<Outcome<ChangeOutcome>[]> {
  const outcomes: Outcome<ChangeOutcome>[] = [];
  for (const [key, group] of byKey(changes)) {
    const done = await changeRecord(access, key, group.changes, now);
    placeOutcomes(outcomes, group, done);
    if (shouldYield()) await yieldToEventLoop();
  }
  return outcomes;
}

async function changeRecord(
  { read, write }: RecordAccess,
  key: string,
  changes: readonly RecordChange[],
  now: number,
): Promise<readonly Outcome<ChangeOutcome>[]> {
  let [found] = await read([key]);
  for (;;) {
    if (found instanceof Error) return failed(changes, found);
    const living = unlessExpired(found, now);
    const { content, outcomes } = applyChanges(living, changes);
    if (!content) return outcomes;
    const [written] = await write([{ key, condition: living ? { unchanged: living.revision } : "absent", content }]);
    if (written instanceof Error) return failed(changes, written);
    if (written?.written !== false) return outcomes;
    found = written.found;
    if (shouldYield()) await yieldToEventLoop();
  }
}

function failed(changes: readonly RecordChange[], error: Error): readonly Error[] {
  return changes.map(() => error);
}
