import type { Space } from "../../records/space.ts";
import type { RecordWrite, WriteOutcome } from "../../records/storage-backend.ts";
import type { WriteGroup } from "../../scheduling/atomic-writes.ts";
import type { Outcome } from "../../scheduling/batch.ts";
import { shouldYield, yieldToEventLoop } from "../../scheduling/event-loop.ts";
import type { Awaitable, Transactions } from "../../scheduling/group-commit.ts";

/** Operations of a medium that are needed to write groups of records. */
export interface GroupsMedium {
  readonly batchSize: number;
  readonly transactions: Transactions | undefined;
  write(space: Space, writes: readonly RecordWrite[]): Awaitable<readonly Outcome<WriteOutcome>[]>;
}

/** Writes groups of records in one transaction; without transactions, all records are written, and the first error is thrown then. */
export async function writeGroups(
  { batchSize, transactions, write }: GroupsMedium,
  groups: readonly WriteGroup[],
): Promise<void> {
  let failure: Error | undefined;
  await transactions?.begin();
  try {
    for (const { space, writes } of groups) {
      for (let at = 0; at < writes.length; at += batchSize) {
        const outcomes = await write(space, writes.slice(at, at + batchSize));
        failure ??= outcomes.find((outcome) => outcome instanceof Error);
        if (failure && transactions) throw failure;
        if (shouldYield()) await yieldToEventLoop();
      }
    }
  } catch (error) {
    await transactions?.rollback();
    throw error;
  }
  await transactions?.commit();
  if (failure) throw failure;
}
