import { given } from "../../errors/given.ts";
import type { ModelRef } from "../../models/model.ts";
import { checkOptions, type OptionNames } from "../../options/check-options.ts";
import type { Condition } from "../../query/condition.ts";
import { decodeCursor } from "../../query/cursor.ts";
import { type Aggregation, MEASURE_NAMES } from "../../query/groups.ts";
import { type Order, type OrderPlace, parseOrder } from "../../query/order.ts";
import { parseWhere } from "../../query/parse-where.ts";
import { parseSelection, type Selection } from "../../query/selection.ts";
import type { StorageAccess } from "../../storage/storage-access.ts";
import { checkLimit, parsePrefix } from "../parse-range.ts";
import { RecordFailures } from "../record-failures.ts";
import type { AggregateOptions, FindOptions, QueryOptions } from "./lookup-options.ts";
import { sourceOfName } from "./named-source.ts";
import { type QuerySource, sourceOfModel } from "./query-source.ts";

/** Parsed selection of results, without an order. */
export interface ResultQuery {
  readonly source: QuerySource;
  readonly namespace: string | undefined;
  readonly prefix: string | undefined;
  readonly condition: Condition;
  readonly failures: RecordFailures;
  readonly signal: AbortSignal | undefined;
}

/** Parsed query. */
export interface OrderedQuery extends ResultQuery {
  readonly order: Order;
  readonly after: OrderPlace | undefined;
  readonly limit: number;
  readonly selection: Selection | undefined;
}

/** Parsed aggregation. */
export interface AggregateQuery extends ResultQuery {
  readonly aggregation: Aggregation;
}

/** Options of a query, of any model. */
export type AnyFindOptions = FindOptions<unknown> & { readonly select?: readonly string[] | undefined };
/** Options of an aggregation, of any model. */
export type AnyAggregateOptions = AggregateOptions<unknown, string, string, string, string, string>;

const QUERY_OPTIONS: OptionNames<QueryOptions<unknown>> = {
  prefix: true,
  where: true,
  namespace: true,
  onError: true,
  signal: true,
};
const FIND_OPTIONS: OptionNames<AnyFindOptions> = {
  ...QUERY_OPTIONS,
  orderBy: true,
  limit: true,
  after: true,
  select: true,
};
const AGGREGATE_OPTIONS: OptionNames<AnyAggregateOptions> = {
  ...QUERY_OPTIONS,
  groupBy: true,
  count: true,
  sum: true,
  avg: true,
  min: true,
  max: true,
};

/** Parses a count. @throws as {@link parseQuery}. */
export async function parseCount(
  access: StorageAccess,
  model: ModelRef,
  options: QueryOptions<unknown> = {},
): Promise<ResultQuery> {
  checkOptions(options, QUERY_OPTIONS, "count");
  return parseWith(access, model, options);
}

/**
 * Parses a query.
 *
 * @throws {TypeError} for an unknown option, field or operator, and for an invalid value; {@link RangeError} for a limit.
 * @throws as `sourceOfName`, for the name of a model.
 */
export async function parseQuery(
  access: StorageAccess,
  model: ModelRef,
  options: AnyFindOptions = {},
  of: string,
): Promise<OrderedQuery> {
  checkOptions(options, FIND_OPTIONS, of);
  const query = await parseWith(access, model, options);
  const { parseField } = query.source;
  const { orderBy, after, select } = options;
  const order = parseOrder(orderBy, parseField);
  return {
    ...query,
    order,
    after: after === undefined ? undefined : decodeCursor(order, after),
    limit: checkLimit(options.limit) ?? Number.POSITIVE_INFINITY,
    selection: parseSelection(select, parseField, "select"),
  };
}

/** Parses an aggregation. @throws as {@link parseQuery}. */
export async function parseAggregate(
  access: StorageAccess,
  model: ModelRef,
  options: AnyAggregateOptions = {},
): Promise<AggregateQuery> {
  checkOptions(options, AGGREGATE_OPTIONS, "aggregate");
  const query = await parseWith(access, model, options);
  const { parseField } = query.source;
  const { count } = options;
  if (count !== undefined && count !== true) {
    throw new TypeError(`count of aggregate must be true: each group has its number of results, got ${given(count)}.`);
  }
  const [sum, avg, min, max] = MEASURE_NAMES.map((name) => parseSelection(options[name], parseField, name));
  const groupBy = parseSelection(options.groupBy, parseField, "groupBy") ?? [];
  return { ...query, aggregation: { groupBy, measures: { sum, avg, min, max } } };
}

async function parseWith(
  access: StorageAccess,
  model: ModelRef,
  { prefix, where = {}, namespace, onError, signal }: QueryOptions<unknown>,
): Promise<ResultQuery> {
  if (namespace !== undefined && typeof namespace !== "string") {
    throw new TypeError(`namespace must be a text, got ${given(namespace)}.`);
  }
  const failures = new RecordFailures(onError);
  const range = { namespace, prefix: parsePrefix(prefix), failures, signal };
  const source =
    typeof model === "string"
      ? await access.track(() => sourceOfName(access, { name: model, namespace }))
      : sourceOfModel(model, access.storage);
  return { ...range, source, condition: parseWhere(where, source.parseField) };
}
