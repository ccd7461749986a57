import { ReadSize } from "@results-manager/core/internal";
import { type Awaitable, type CandidatePage, unlessExpired } from "@results-manager/core/storage";
import type { LookupParts } from "./page-reader.ts";

/** Reads the living records of ids, in their order. */
export function* rowPages(
  { spaces }: LookupParts,
  ids: readonly string[],
  now: number,
  isUnplaced: boolean,
): Generator<Awaitable<CandidatePage>, void, undefined> {
  const records = spaces.recordsOf("results");
  const size = new ReadSize();
  for (let at = 0; at < ids.length; ) {
    const some = ids.slice(at, at + size.next);
    at += some.length;
    yield records.find(some).then((found) => {
      size.note(some, found);
      return { ids: some, found: found.map((record) => unlessExpired(record, now)), isUnplaced };
    });
  }
}
