import type { RecordRemoval, RemovalRange, ScanRange } from "../../records/storage-backend.ts";
import type { Outcome } from "../../scheduling/batch.ts";
import { shouldYield, yieldToEventLoop } from "../../scheduling/event-loop.ts";
import type { Awaitable } from "../../scheduling/group-commit.ts";

/** Operations of one space of a medium that are needed to remove a range. */
export interface RangeMedium {
  scan(range: ScanRange): AsyncIterable<readonly string[]> | Iterable<Awaitable<readonly string[]>>;
  remove(removals: readonly RecordRemoval[]): Awaitable<readonly Outcome<boolean>[]>;
  /** Tells whether the record of a key may be removed. */
  isOwn(key: string): boolean;
}

/**
 * Removes the records of a range page by page; see `MediumHooks.removeRange`. A record that cannot be removed does not stop the removal of
 * the others: its error is thrown in the end.
 */
export async function* removeScanned(
  { scan, remove, isOwn }: RangeMedium,
  { expired: isExpiredOnly = false, ...range }: RemovalRange,
): AsyncGenerator<number, void, undefined> {
  let failure: Error | undefined;
  for (const expired of isExpiredOnly ? [true] : [false, true]) {
    for await (const page of scan({ ...range, expired })) {
      const removals: RecordRemoval[] = [];
      for (const key of page) {
        if (isExpiredOnly) removals.push({ key, condition: "expired" });
        else if (isOwn(key)) removals.push({ key, condition: "any" });
        if (shouldYield()) await yieldToEventLoop(); // Each check may access a file.
      }
      let removed = 0;
      for (const outcome of removals.length > 0 ? await remove(removals) : []) {
        if (outcome instanceof Error) failure ??= outcome;
        else if (outcome) removed++;
      }
      yield removed;
      if (shouldYield()) await yieldToEventLoop();
    }
  }
  if (failure) throw failure;
}
