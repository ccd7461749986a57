// Entry for the blocking manager, without any promise: the parts of queries that need a model, and those that its worker carries out.

export type { NumberPath } from "./fields/path.ts";
export { Groups } from "./query/groups.ts";
export { Order, type OrderPlace } from "./query/order.ts";
export { returnsErrors } from "./results/get-together.ts";
export { readerOfModel, readerOfSource } from "./results/lookup/entry-reader.ts";
export { explanationOf } from "./results/lookup/explain-query.ts";
export { candidatesOf } from "./results/lookup/find-matches.ts";
export { foundResult } from "./results/lookup/find-results.ts";
export { inspected } from "./results/lookup/inspect-result.ts";
export { type Match, matchOf } from "./results/lookup/match-results.ts";
export {
  type NamedModel,
  namedModel,
  registeredSource,
  schemasOfName,
  storedSource,
} from "./results/lookup/named-source.ts";
export {
  type AnyAggregateOptions,
  type AnyFindOptions,
  parseAggregate,
  parseCount,
  parseQuery,
  type ResultQuery,
} from "./results/lookup/parse-query.ts";
export { BY_ID, lookupOf, planLookup } from "./results/lookup/plan-query.ts";
export { type QuerySource, sourceOfModel } from "./results/lookup/query-source.ts";
export { readEach, readRange } from "./results/lookup/read-range.ts";
export type { PlacedMatch } from "./results/lookup/sorted-matches.ts";
export { ENTRIES_OPTIONS, GET_MANY_OPTIONS } from "./results/option-names.ts";
export { isCountOfIds } from "./results/parse-range.ts";
export { isRecordError } from "./results/record-failures.ts";
export { resultInfo } from "./results/result-info.ts";
export { CopiedSchemas } from "./results/schemas/copied-schemas.ts";
export { listSchemas } from "./results/schemas/list-schemas.ts";
