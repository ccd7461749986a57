import { given } from "../../errors/given.ts";
import { checkModel } from "../../models/check-model.ts";
import type { Model } from "../../models/model.ts";
import { checkOptions, type OptionNames } from "../../options/check-options.ts";
import type { Condition } from "../../query/condition.ts";
import { decodeCursor } from "../../query/cursor.ts";
import { type Aggregation, MEASURE_NAMES } from "../../query/groups.ts";
import { type Order, type OrderPlace, parseOrder } from "../../query/order.ts";
import { fieldParser, type ParseField } from "../../query/parse-field.ts";
import { parseWhere } from "../../query/parse-where.ts";
import { parseSelection, type Selection } from "../../query/selection.ts";
import { checkLimit, parsePrefix } from "../parse-range.ts";
import { RecordFailures } from "../record-failures.ts";
import type { AggregateOptions, FindOptions, QueryOptions } from "./lookup-options.ts";

/** Parsed selection of results, without an order. */
export interface ResultQuery {
  readonly model: Model;
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
export function parseCount(model: Model, options: QueryOptions<unknown> = {}): ResultQuery {
  checkOptions(options, QUERY_OPTIONS, "count");
  return parseWith(model, options).query;
}

/** Parses a query. @throws {TypeError} for an unknown option, field or operator, and for an invalid value; {@link RangeError} for a limit. */
export function parseQuery(model: Model, options: AnyFindOptions = {}, of: string): OrderedQuery {
  checkOptions(options, FIND_OPTIONS, of);
  const { query, parseField } = parseWith(model, options);
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
export function parseAggregate(model: Model, options: AnyAggregateOptions = {}): AggregateQuery {
  checkOptions(options, AGGREGATE_OPTIONS, "aggregate");
  const { query, parseField } = parseWith(model, options);
  const { count } = options;
  if (count !== undefined && count !== true) {
    throw new TypeError(`count of aggregate must be true: each group has its number of results, got ${given(count)}.`);
  }
  const [sum, avg, min, max] = MEASURE_NAMES.map((name) => parseSelection(options[name], parseField, name));
  const groupBy = parseSelection(options.groupBy, parseField, "groupBy") ?? [];
  return { ...query, aggregation: { groupBy, measures: { sum, avg, min, max } } };
}

function parseWith(
  model: Model,
  { prefix, where = {}, namespace, onError, signal }: QueryOptions<unknown>,
): { readonly query: ResultQuery; readonly parseField: ParseField } {
  checkModel(model);
  if (namespace !== undefined && typeof namespace !== "string") {
    throw new TypeError(`namespace must be a text, got ${given(namespace)}.`);
  }
  const parseField = fieldParser(model);
  const condition = parseWhere(where, parseField);
  const failures = new RecordFailures(onError);
  return { query: { model, namespace, prefix: parsePrefix(prefix), condition, failures, signal }, parseField };
}
