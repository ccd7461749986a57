import { field } from "../../query/field.ts";
import type { StorageAccess } from "../../storage/storage-access.ts";
import type { QueryExplanation } from "./lookup-options.ts";
import type { OrderedQuery } from "./parse-query.ts";
import { planQuery } from "./plan-query.ts";

/** Tells how a query finds its results. */
export async function explainQuery(access: StorageAccess, query: OrderedQuery): Promise<QueryExplanation> {
  const plan = await planQuery(access, query, query);
  const { isOfIds } = query.order;
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
