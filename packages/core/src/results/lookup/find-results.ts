import { encodeCursor } from "../../query/cursor.ts";
import type { Order, OrderPlace } from "../../query/order.ts";
import { selected } from "../../query/selection.ts";
import { shouldYield, yieldToEventLoop } from "../../scheduling/event-loop.ts";
import { sortCooperatively } from "../../scheduling/sort-cooperatively.ts";
import type { StorageAccess } from "../../storage/storage-access.ts";
import { resultInfo } from "../result-info.ts";
import type { FoundResult } from "./lookup-options.ts";
import { type Match, matchResults } from "./match-results.ts";
import type { OrderedQuery } from "./parse-query.ts";

/** Number of matches beyond the limit that are held before they are sorted. */
const SPARE = 1024;

interface PlacedMatch {
  readonly match: Match;
  readonly place: OrderPlace;
}

/** Yields the results of a query, in its order; ends with the errors of unreadable records. */
export async function* findResults(access: StorageAccess, query: OrderedQuery): AsyncGenerator<Match, void, undefined> {
  const { order, after, limit, signal } = query;
  const range = { after: after?.id, isDescending: order.isIdDescending, limit };
  signal?.throwIfAborted();
  if (limit > 0) {
    const pages = order.isOfIds ? access.listing(matchResults(access, query, range)) : [await sorted(access, query)];
    for await (const page of pages) {
      for (const match of page) {
        yield match;
        signal?.throwIfAborted();
        if (shouldYield()) await yieldToEventLoop(); // Results in memory would be a loop of promises alone.
      }
    }
  }
  query.failures.end();
}

/** Makes the result that a query returns of a match. */
export function foundResult(
  access: StorageAccess,
  { order, selection }: OrderedQuery,
  match: Match,
): FoundResult<unknown> {
  return {
    id: match.id,
    value: selection ? selected(selection, match) : match.value,
    info: resultInfo(access.storage, match.id, match.content),
    cursor: encodeCursor(order, order.placeOf(match)),
  };
}

/** Returns the first matches in an order, up to the limit. Not many more are held in memory. */
async function sorted(access: StorageAccess, query: OrderedQuery): Promise<readonly Match[]> {
  const { order, after, limit } = query;
  return access.accept(async () => {
    let best: readonly PlacedMatch[] = [];
    let found: PlacedMatch[] = [];
    for await (const page of matchResults(access, query)) {
      const last = best.length === limit ? best.at(-1) : undefined;
      for (const match of page) {
        const place = order.placeOf(match);
        const isBehind = after === undefined || order.compare(place, after) > 0;
        if (isBehind && !(last && order.compare(place, last.place) > 0)) found.push({ match, place });
      }
      if (found.length < Math.max(SPARE, limit)) continue;
      best = await firstOf([...best, ...found], order, limit);
      found = [];
    }
    return (await firstOf([...best, ...found], order, limit)).map(({ match }) => match);
  });
}

async function firstOf(matches: readonly PlacedMatch[], order: Order, limit: number): Promise<readonly PlacedMatch[]> {
  const all = await sortCooperatively(matches, (a, b) => order.compare(a.place, b.place));
  return all.length > limit ? all.slice(0, limit) : all;
}
