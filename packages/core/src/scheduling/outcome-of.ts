import type { Kind, Output, Place, Result } from "./batch.ts";

/** What the item of a place comes to, for whoever need not save a promise. */
export async function outcomeOf<K extends Kind>(place: Place<K>): Promise<Result<K>> {
  await place.settled;
  return place.take() as Awaited<Output<K>> as Result<K>;
}
