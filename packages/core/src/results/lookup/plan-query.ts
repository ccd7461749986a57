import { isResultsError } from "../../errors/is-results-error.ts";
import { narrowingOf } from "../../query/narrowing.ts";
import { Order, type OrderPlace } from "../../query/order.ts";
import type { IndexedModel, Lookup, LookupPlan } from "../../storage/lookup-plan.ts";
import type { StorageAccess } from "../../storage/storage-access.ts";
import type { ResultQuery } from "./parse-query.ts";

/** Wishes of a query beside its condition. */
export interface Wishes {
  /** Order of the candidates; `undefined` if any will do. */
  readonly order: Order | undefined;
  readonly after?: OrderPlace | undefined;
  readonly limit?: number;
}

/** Order of the ids, in which results are added up: sums of fractions depend on it. */
export const BY_ID: Order = new Order([], false, "[]");

/** Describes a query to a medium. */
export function lookupOf(
  { source: { model, version }, namespace, prefix, condition }: ResultQuery,
  { order, after, limit = Number.POSITIVE_INFINITY }: Wishes,
): Lookup {
  const { name: modelName, indexes } = model;
  return { modelName, version, indexes, namespace, prefix, narrowing: narrowingOf(condition), order, after, limit };
}

/** Asks the medium for a plan. The indexes of the model are made before, where the medium can. */
export async function planLookup(
  { storage }: StorageAccess,
  lookup: Lookup,
  model: IndexedModel,
): Promise<LookupPlan | undefined> {
  await storage.indexed(model)?.catch(unlessStorage);
  return storage.plan(lookup);
}

/** Without its indexes, a query finds the same results. */
function unlessStorage(error: unknown): void {
  if (!isResultsError(error)) throw error;
}
