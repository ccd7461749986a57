import type { At, Path } from "../../fields/path.ts";
import type { ResultId } from "../../ids/result-id.ts";
import type { Where } from "../../query/types/where.ts";
import type { OnRecordError } from "../record-failures.ts";
import type { ResultInfo } from "../results-options.ts";

/** Results that a query looks at. */
export interface QueryOptions<Value> {
  /** Only this id and the ids below it. */
  readonly prefix?: ResultId | undefined;
  /** Condition on the values; all results of the model by default. */
  readonly where?: Where<Value> | undefined;
  /** Only results of the model that were stored in this namespace. */
  readonly namespace?: string | undefined;
  /** Action for a record that cannot be read or validated. `'throw'` by default: the error is thrown after all other records. */
  readonly onError?: OnRecordError | undefined;
  readonly signal?: AbortSignal | undefined;
}

type OrderName<Value> = Path<Value> | "id" | "$createdAt" | "$updatedAt" | "$version";

/** Options of a query. */
export interface FindOptions<Value> extends QueryOptions<Value> {
  /** Paths in order of their weight, each with a `-` before it to descend; ties are ordered by id. `["id"]` by default. */
  readonly orderBy?: readonly (OrderName<Value> | `-${OrderName<Value>}`)[] | undefined;
  /** Maximum number of results. */
  readonly limit?: number | undefined;
  /** Cursor of a result of the same query: only results behind it. */
  readonly after?: string | undefined;
}

/** Values at paths, by path. A path that a value does not have is left out. */
export type Selected<Value, Paths extends string> = { [Text in Paths]: At<Value, Text> };

/** Value of a query: the selected paths, or the whole value without a selection. */
export type FoundValue<Value, Paths extends string> = [Paths] extends [never] ? Value : Selected<Value, Paths>;

/** Result that a query found. */
export interface FoundResult<Value> {
  readonly id: string;
  readonly value: Value;
  readonly info: ResultInfo;
  /** Place of the result in the order of its query, to continue behind it. Copies of the result and its JSON do not have it. */
  readonly cursor: string;
}

/** Options of an aggregation. */
export interface AggregateOptions<
  Value,
  Group extends string,
  Sum extends string,
  Avg extends string,
  Min extends string,
  Max extends string,
> extends QueryOptions<Value> {
  /** Paths whose values make a group; one row over all results by default. */
  readonly groupBy?: readonly Group[] | undefined;
  /** Counts the results of each group; this is always done. */
  readonly count?: true | undefined;
  /** Paths whose numbers are added. */
  readonly sum?: readonly Sum[] | undefined;
  /** Paths whose numbers are averaged. */
  readonly avg?: readonly Avg[] | undefined;
  readonly min?: readonly Min[] | undefined;
  readonly max?: readonly Max[] | undefined;
}

/** Numbers and bigints of a type; either if it is not known. */
type NumberOf<Value> = unknown extends Value ? number | bigint : Extract<Value, number | bigint>;

type Measured<Name extends string, Paths extends string, Results> = [Paths] extends [never]
  ? unknown
  : { readonly [Key in Name]: Results };

/** Row of an aggregation. A measure of no values is `null`. */
export type AggregateRow<
  Value,
  Group extends string,
  Sum extends string,
  Avg extends string,
  Min extends string,
  Max extends string,
> = {
  /** Values of the grouped paths. */
  readonly group: Selected<Value, Group>;
  /** Number of results. */
  readonly count: number;
} & Measured<"sum", Sum, { [Text in Sum]: NumberOf<At<Value, Text>> | null }> &
  Measured<"avg", Avg, { [Text in Avg]: number | null }> &
  Measured<"min", Min, { [Text in Min]: Exclude<At<Value, Text>, undefined> | null }> &
  Measured<"max", Max, { [Text in Max]: Exclude<At<Value, Text>, undefined> | null }>;

/** Way in which a query finds its results. */
export interface QueryExplanation {
  /** Records that are looked at: those of entries of an index, all of the model, or all below the prefix. */
  readonly looksAt: "index" | "records of the model" | "all records";
  /** Paths of the index that is used. */
  readonly index: readonly string[] | undefined;
  /** Paths by whose stored values records are left out before they are read and validated. */
  readonly narrowedBy: readonly string[];
  /** Source of the order: that of the ids or of the index, in which results arrive at once, or a sort of all found results. */
  readonly sortedBy: "id" | "index" | "memory";
}
