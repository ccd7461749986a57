import { encodeCursor } from "../../query/cursor.ts";
import type { Order } from "../../query/order.ts";
import { selected } from "../../query/selection.ts";
import type { StorageAccess } from "../../storage/storage-access.ts";
import type { RecordContext } from "../../typed-records/record-context.ts";
import { resultInfo } from "../result-info.ts";
import type { ResultInfo } from "../results-options.ts";
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
export function foundResult(storage: RecordContext, query: OrderedQuery, match: Match): FoundResult<unknown> {
  return new Found(storage, query, match);
}

/** An object literal with a getter would get a hidden class of its own, which takes longer than to read the record. */
class Found implements FoundResult<unknown> {
  readonly id: string;
  readonly value: unknown;
  readonly info: ResultInfo;
  readonly #order: Order;
  readonly #match: Match;

  constructor(storage: RecordContext, { order, selection }: OrderedQuery, match: Match) {
    this.id = match.id;
    this.value = selection ? selected(selection, match) : match.value;
    this.info = resultInfo(storage, match.id, match.content);
    this.#order = order;
    this.#match = match;
  }

  /** Made when it is asked for: few are, and to make one takes as long as to validate a small value. */
  get cursor(): string {
    return encodeCursor(this.#order, this.#order.placeOf(this.#match));
  }
}
