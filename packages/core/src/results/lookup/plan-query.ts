import { isResultsError } from "../../errors/is-results-error.ts";
import { narrowingOf } from "../../query/narrowing.ts";
import { Order, type OrderPlace } from "../../query/order.ts";
import type { LookupPlan } from "../../storage/lookup-plan.ts";
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

/** Asks the medium for a plan. The indexes of the model are made before, where the medium can. */
export async function planQuery(
  { storage }: StorageAccess,
  { source: { model, version }, namespace, prefix, condition }: ResultQuery,
  { order, after, limit = Number.POSITIVE_INFINITY }: Wishes,
): Promise<LookupPlan | undefined> {
  await storage.indexed(model)?.catch(unlessStorage);
  return storage.plan({
    modelName: model.name,
    version,
    indexes: model.indexes,
    namespace,
    prefix,
    narrowing: narrowingOf(condition),
    order,
    after,
    limit,
  });
}

/** Without its indexes, a query finds the same results. */
function unlessStorage(error: unknown): void {
  if (!isResultsError(error)) throw error;
}
