import type { Kind, Output, PendingItem, Result } from "./batch.ts";

/** Returns the result of a pending item, for callers that need not avoid the extra promise. */
export async function outcomeOf<K extends Kind>(pending: PendingItem<K>): Promise<Result<K>> {
  await pending.settled;
  return pending.result() as Awaited<Output<K>> as Result<K>;
}
