import type { Order, OrderPlace } from "../../query/order.ts";
import type { Lookup, LookupPlan } from "../../storage/lookup-plan.ts";
import type { StorageAccess } from "../../storage/storage-access.ts";
import { type Candidates, type Match, matchesIn } from "./match-results.ts";
import type { ResultQuery } from "./parse-query.ts";
import { lookupOf, planLookup, type Wishes } from "./plan-query.ts";
import { readRange } from "./read-range.ts";
import { placesOf, SortedMatches } from "./sorted-matches.ts";

/** Yields the results that fulfil a query in pages, up to the limit, in an order of their ids or values; in any if none is wished. */
export async function* findMatches(
  access: StorageAccess,
  query: ResultQuery,
  wishes: Wishes,
): AsyncGenerator<readonly Match[], void, undefined> {
  const { order, after, limit = Number.POSITIVE_INFINITY } = wishes;
  const lookup = lookupOf(query, wishes);
  const plan = await planLookup(access, lookup, query.source.model);
  const candidates = candidatesOf(access, lookup, plan, query.signal);
  // Only an index leaves open where some records belong.
  if (!order || (order.isOfIds && plan?.looksAt !== "index")) yield* matchesOf(access, query, candidates, limit);
  else if (plan?.isOrdered) yield* merged(access, query, plan, { order, after, limit });
  else yield await sorted(access, query, candidates, new SortedMatches(order, after, limit));
}

/** Reads the records that a query looks at; without a plan all of the range, by their ids: what works on every medium. */
export function candidatesOf(
  access: StorageAccess,
  { prefix, order, after }: Lookup,
  plan: LookupPlan | undefined,
  signal?: AbortSignal,
): AsyncIterable<Candidates & { readonly isUnplaced?: boolean }> {
  if (plan) return access.storage.candidates(plan);
  if (!order?.isOfIds) return readRange(access, { prefix }, signal);
  return readRange(access, { prefix, after: after?.id, isDescending: order.isIdDescending }, signal);
}

/** Yields matches in the order of the candidates. */
async function* matchesOf(
  access: StorageAccess,
  query: ResultQuery,
  candidates: AsyncIterable<Candidates>,
  limit: number,
): AsyncGenerator<readonly Match[], void, undefined> {
  let left = limit;
  for await (const page of candidates) {
    const matches = await matchesIn(access, query, page, left);
    if (matches.length > 0) yield matches;
    left -= matches.length;
    if (left === 0) return;
  }
}

/** Returns the first matches in an order, up to the limit. */
async function sorted(
  access: StorageAccess,
  query: ResultQuery,
  candidates: AsyncIterable<Candidates>,
  matches: SortedMatches,
): Promise<readonly Match[]> {
  for await (const page of candidates) {
    await matches.add(await matchesIn(access, query, page, Number.POSITIVE_INFINITY));
  }
  return (await matches.sorted()).map(({ match }) => match);
}

/** Yields matches as the medium finds them, and between them those whose places it does not know. */
async function* merged(
  access: StorageAccess,
  query: ResultQuery,
  plan: LookupPlan,
  { order, after, limit }: { readonly order: Order; readonly after: OrderPlace | undefined; readonly limit: number },
): AsyncGenerator<readonly Match[], void, undefined> {
  const collected = new SortedMatches(order, after, limit);
  let at = 0;
  let left = limit;
  for await (const page of access.storage.candidates(plan)) {
    const matches = await matchesIn(access, query, page, page.isUnplaced ? Number.POSITIVE_INFINITY : left);
    if (page.isUnplaced) {
      await collected.add(matches);
      continue;
    }
    const unplaced = await collected.sorted();
    let ordered = matches as Match[];
    if (at < unplaced.length || after) {
      ordered = [];
      for (const { match, place } of placesOf(matches, order, after)) {
        for (let next = unplaced[at]; next && order.compare(next.place, place) < 0; next = unplaced[at]) {
          ordered.push(next.match);
          at++;
        }
        ordered.push(match);
      }
    }
    if (ordered.length > 0) yield ordered.length > left ? ordered.slice(0, left) : ordered;
    left -= ordered.length;
    if (left <= 0) return;
  }
  const rest = (await collected.sorted()).slice(at, at + left);
  if (rest.length > 0) yield rest.map(({ match }) => match);
}
