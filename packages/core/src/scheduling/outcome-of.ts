import type { Kind, Output, Place, Result } from "./batch.ts";

/** Returns the result of a pending item, for callers that need not avoid the extra promise. */
export async function outcomeOf<K extends Kind>(place: Place<K>): Promise<Result<K>> {
  await place.settled;
  return place.take() as Awaited<Output<K>> as Result<K>;
}
