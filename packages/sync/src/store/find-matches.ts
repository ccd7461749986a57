import {
  lookupOf,
  type Match,
  matchOf,
  type Order,
  type OrderPlace,
  type PlacedMatch,
  type ResultQuery,
} from "@results-manager/core/internal/blocking";
import type { WireLookup } from "../protocol/found-protocol.ts";
import { expectSync } from "./expect-sync.ts";
import { candidatePages, type FoundPage } from "./found-pages.ts";
import type { WorkerStore } from "./worker-store.ts";

/** Number of matches beyond the limit that are held before they are sorted. */
const SPARE = 1024;

/** Order and part of the results of a query. */
export interface Wishes {
  readonly order: Order;
  readonly after?: OrderPlace | undefined;
  readonly limit?: number;
}

/** Describes a query to the worker. */
export function wireLookup(query: ResultQuery, wishes: Wishes): WireLookup {
  const { terms, isIdDescending, text } = wishes.order;
  return { ...lookupOf(query, wishes), order: { terms, isIdDescending, text } };
}

/** Yields the results that fulfil a query in their order, up to the limit. */
export function* findMatches(
  store: WorkerStore,
  query: ResultQuery,
  { order, after, limit = Number.POSITIVE_INFINITY }: Wishes,
): Generator<Match, void, undefined> {
  query.signal?.throwIfAborted();
  if (limit === 0) return;
  const held = new HeldMatches(order, limit);
  let behind = after;
  let left = limit;
  for (const page of candidatePages(store, () => wireLookup(query, { order, after: behind, limit: left }))) {
    query.signal?.throwIfAborted();
    if (page.isFirst) held.clear(); // A new worker begins again.
    for (const match of matchesIn(store, query, page)) {
      const place = order.placeOf(match);
      if (behind && order.compare(place, behind) <= 0) continue;
      if (!page.isOrdered) {
        held.add({ match, place });
        continue;
      }
      // Those whose places only their values tell come first.
      for (const next of held.before(place)) {
        yield next.match;
        if (--left === 0) return;
      }
      yield match;
      if (--left === 0) return;
      behind = place;
    }
  }
  for (const { match } of held.before(undefined)) {
    yield match;
    if (--left === 0) return;
  }
}

/** Matches of which only their values tell the places. Not many more than the limit are held. */
class HeldMatches {
  readonly #order: Order;
  readonly #limit: number;
  #matches: PlacedMatch[] = [];
  #isSorted = true;

  constructor(order: Order, limit: number) {
    this.#order = order;
    this.#limit = limit;
  }

  clear(): void {
    this.#matches = [];
  }

  add(match: PlacedMatch): void {
    this.#matches.push(match);
    this.#isSorted = false;
    if (this.#matches.length >= 2 * this.#limit + SPARE) this.#sort().splice(0, this.#matches.length - this.#limit); // The last ones.
  }

  /** Takes the matches before a place, in their order; all of them without one. */
  *before(place: OrderPlace | undefined): Generator<PlacedMatch, void, undefined> {
    const sorted = this.#sort();
    for (let next = sorted.at(-1); next; next = sorted.at(-1)) {
      if (place && this.#order.compare(next.place, place) >= 0) return;
      sorted.pop();
      yield next;
    }
  }

  /** Sorts the matches, the first one at the end. */
  #sort(): PlacedMatch[] {
    if (!this.#isSorted) this.#matches.sort((a, b) => this.#order.compare(b.place, a.place));
    this.#isSorted = true;
    return this.#matches;
  }
}

function* matchesIn(
  store: WorkerStore,
  query: ResultQuery,
  { ids, found }: FoundPage,
): Generator<Match, void, undefined> {
  for (const [i, id] of ids.entries()) {
    let match: Match | undefined;
    try {
      match = expectSync(matchOf(store, id, found[i], query), query.source.model);
    } catch (error) {
      query.failures.note(error);
    }
    if (match) yield match;
  }
}
