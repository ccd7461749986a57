import { given } from "../../errors/given.ts";
import { checkOptions, type OptionNames } from "../../options/check-options.ts";
import type { Condition } from "../../query/condition.ts";
import { decodeCursor } from "../../query/cursor.ts";
import { type Aggregation, MEASURE_NAMES } from "../../query/groups.ts";
import { type Order, type OrderPlace, parseOrder } from "../../query/order.ts";
import { parseWhere } from "../../query/parse-where.ts";
import { parseSelection, type Selection } from "../../query/selection.ts";
import { checkLimit, parsePrefix } from "../parse-range.ts";
import { RecordFailures } from "../record-failures.ts";
import type { AggregateOptions, FindOptions, QueryOptions } from "./lookup-options.ts";
import { checkNamespace, type QuerySource } from "./query-source.ts";

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
export function parseCount(source: QuerySource, options: QueryOptions<unknown> = {}): ResultQuery {
  checkOptions(options, QUERY_OPTIONS, "count");
  return parseWith(source, options);
}

/** Parses a query. @throws {TypeError} for an unknown option, field or operator, and for an invalid value; {@link RangeError} for a limit. */
export function parseQuery(source: QuerySource, options: AnyFindOptions = {}, of: string): OrderedQuery {
  checkOptions(options, FIND_OPTIONS, of);
  const { parseField } = source;
  const query = parseWith(source, options);
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
export function parseAggregate(source: QuerySource, options: AnyAggregateOptions = {}): AggregateQuery {
  checkOptions(options, AGGREGATE_OPTIONS, "aggregate");
  const { parseField } = source;
  const query = parseWith(source, options);
  const { count } = options;
  if (count !== undefined && count !== true) {
    throw new TypeError(`count of aggregate must be true: each group has its number of results, got ${given(count)}.`);
  }
  const [sum, avg, min, max] = MEASURE_NAMES.map((name) => parseSelection(options[name], parseField, name));
  const groupBy = parseSelection(options.groupBy, parseField, "groupBy") ?? [];
  return { ...query, aggregation: { groupBy, measures: { sum, avg, min, max } } };
}

function parseWith(
  source: QuerySource,
  { prefix, where = {}, namespace, onError, signal }: QueryOptions<unknown>,
): ResultQuery {
  checkNamespace(namespace);
  const condition = parseWhere(where, source.parseField);
  const failures = new RecordFailures(onError);
  return { source, namespace, prefix: parsePrefix(prefix), condition, failures, signal };
}
