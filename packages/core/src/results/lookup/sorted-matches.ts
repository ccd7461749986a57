import type { Order, OrderPlace } from "../../query/order.ts";
import { sortCooperatively } from "../../scheduling/sort-cooperatively.ts";
import type { Match } from "./match-results.ts";

/** Number of matches beyond the limit that are held before they are sorted. */
const SPARE = 1024;

/** Match with its place in the order of a query. */
export interface PlacedMatch {
  readonly match: Match;
  readonly place: OrderPlace;
}

/** Collects the first matches in an order, up to a limit. Not many more are held in memory. */
export class SortedMatches {
  readonly #order: Order;
  readonly #after: OrderPlace | undefined;
  readonly #limit: number;
  #best: readonly PlacedMatch[] = [];
  #found: PlacedMatch[] = [];

  /** @param after Place behind which matches are collected. */
  constructor(order: Order, after: OrderPlace | undefined, limit: number) {
    this.#order = order;
    this.#after = after;
    this.#limit = limit;
  }

  async add(matches: readonly Match[]): Promise<void> {
    const last = this.#best.length === this.#limit ? this.#best.at(-1) : undefined;
    for (const each of placesOf(matches, this.#order, this.#after)) {
      if (!(last && this.#order.compare(each.place, last.place) > 0)) this.#found.push(each);
    }
    if (this.#found.length >= Math.max(SPARE, this.#limit)) await this.sorted();
  }

  /** Returns the first matches so far, in their order. */
  async sorted(): Promise<readonly PlacedMatch[]> {
    if (this.#found.length === 0) return this.#best;
    const all = await sortCooperatively([...this.#best, ...this.#found], (a, b) =>
      this.#order.compare(a.place, b.place),
    );
    this.#best = all.slice(0, this.#limit);
    this.#found = [];
    return this.#best;
  }
}

/** Returns the matches behind a place, each with its own. */
export function placesOf(matches: readonly Match[], order: Order, after: OrderPlace | undefined): PlacedMatch[] {
  const placed: PlacedMatch[] = [];
  for (const match of matches) {
    const place = order.placeOf(match);
    if (after === undefined || order.compare(place, after) > 0) placed.push({ match, place });
  }
  return placed;
}
