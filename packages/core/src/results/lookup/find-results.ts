import { encodeCursor } from "../../query/cursor.ts";
import { selected } from "../../query/selection.ts";
import type { StorageAccess } from "../../storage/storage-access.ts";
import type { RecordContext } from "../../typed-records/record-context.ts";
import { resultInfo } from "../result-info.ts";
import { findMatches } from "./find-matches.ts";
import type { FoundResult } from "./lookup-options.ts";
import type { Match } from "./match-results.ts";
import type { OrderedQuery } from "./parse-query.ts";

/** Yields the results of a query in pages, in its order; ends with the errors of unreadable records. */
export async function* findResults(
  access: StorageAccess,
  query: OrderedQuery,
): AsyncGenerator<readonly Match[], void, undefined> {
  query.signal?.throwIfAborted();
  if (query.limit > 0) yield* access.listing(findMatches(access, query, query));
  query.failures.end();
}

/** Makes the result that a query returns of a match. */
export function foundResult(
  storage: RecordContext,
  { order, selection }: OrderedQuery,
  match: Match,
): FoundResult<unknown> {
  return {
    id: match.id,
    value: selection ? selected(selection, match) : match.value,
    info: resultInfo(storage, match.id, match.content),
    // Few are read, and to make one takes as long as to validate a small value.
    get cursor() {
      return encodeCursor(order, order.placeOf(match));
    },
  };
}
