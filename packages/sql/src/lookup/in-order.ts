import { compareCodePoints, type Lookup, matchesPrefix } from "@results-manager/core/storage";

/** Returns the ids of a range, in the order of a query that is by id. */
export function inOrder(ids: readonly unknown[], { prefix, order, after }: Lookup): readonly string[] {
  const sign = order?.isIdDescending ? -1 : 1;
  return ids
    .filter((id): id is string => typeof id === "string" && (prefix === undefined || matchesPrefix(id, prefix)))
    .filter((id) => after === undefined || sign * compareCodePoints(id, after.id) > 0)
    .sort((a, b) => sign * compareCodePoints(a, b));
}
