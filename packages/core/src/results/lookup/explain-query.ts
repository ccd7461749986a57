import { field } from "../../query/field.ts";
import type { Order } from "../../query/order.ts";
import type { LookupPlan } from "../../storage/lookup-plan.ts";
import type { StorageAccess } from "../../storage/storage-access.ts";
import type { QueryExplanation } from "./lookup-options.ts";
import type { OrderedQuery } from "./parse-query.ts";
import { lookupOf, planLookup } from "./plan-query.ts";

/** Tells how a query finds its results. */
export async function explainQuery(access: StorageAccess, query: OrderedQuery): Promise<QueryExplanation> {
  return explanationOf(await planLookup(access, lookupOf(query, query), query.source.model), query.order);
}

/** Tells how a plan finds the results of a query; `undefined` for the plan that reads all. */
export function explanationOf(plan: LookupPlan | undefined, { isOfIds }: Order): QueryExplanation {
  return {
    looksAt: plan?.looksAt ?? "all records",
    index: plan?.index?.map(pathOf),
    narrowedBy: (plan?.narrowedBy ?? []).map(pathOf),
    sortedBy: isOfIds ? "id" : plan?.isOrdered ? "index" : "memory",
  };
}

function pathOf(keys: readonly string[]): string {
  return field(...(keys as readonly [string, ...string[]]));
}
