import type { NumberPath, Path } from "../../fields/path.ts";
import type { ResultId } from "../../ids/result-id.ts";
import type { Model, ModelOutput, ModelRef } from "../../models/model.ts";
import type { ResultsStats } from "../../records/store-stats.ts";
import type { OnRecordError } from "../record-failures.ts";
import type { StoredSchema } from "../schemas/stored-schema.ts";
import type { ChildrenOptions, EntriesOptions, InspectedResult, ListedChild, ListedEntry } from "./entry-options.ts";
import type {
  AggregateOptions,
  AggregateRow,
  FindOptions,
  FoundResult,
  FoundValue,
  QueryExplanation,
  QueryOptions,
} from "./lookup-options.ts";

/** Methods of a store of results that list, find and count them. */
export interface AsyncResultsLookup {
  /**
   * Iterates over results in bounded memory, in the order of their ids. Without a model, each is read with the model that wrote it, if it is
   * registered. With the name of one that is not, only its results are read, as they were stored.
   *
   * @throws the error of the first record that cannot be read, after all others, unless `onError` is set.
   */
  entries<M extends ModelRef | undefined = undefined, OnError extends OnRecordError | "yield" = "throw">(
    prefix?: ResultId,
    model?: M,
    options?: EntriesOptions<OnError>,
  ): AsyncIterable<ListedEntry<ModelOutput<M>, OnError>>;

  /** Iterates over the next segments below a prefix, or over the first segments, with the number of results below each. */
  children<Counts extends boolean = true>(
    prefix?: ResultId,
    options?: ChildrenOptions<Counts>,
  ): AsyncIterable<ListedChild<Counts>>;

  /** Counts the results of the prefix and below, or all results. */
  count(prefix?: ResultId): Promise<number>;
  /** Counts the results of a model that fulfil a condition. @throws as {@link AsyncResultsLookup.find}. */
  count<M extends Model>(model: M, options?: QueryOptions<ModelOutput<M>>): Promise<number>;
  /** Counts the results of the model of a name, with options: a text alone is a prefix. */
  count<M extends ModelRef>(model: M, options: QueryOptions<ModelOutput<M>>): Promise<number>;

  /**
   * Counts the results of the prefix and below, or all results, by model and version, with their size. Needs no model, reads every record,
   * and lets other calls through.
   */
  stats(prefix?: ResultId): Promise<ResultsStats>;

  /**
   * Lists the models that have written results, by name and version, with the JSON Schema of their values. Needs no model. A store knows the
   * models that wrote to it through this release or a later one.
   *
   * @throws {CorruptRecordError} `CORRUPT_RECORD`.
   */
  schemas(): Promise<StoredSchema[]>;

  /**
   * Returns a result as it was stored, with its metadata. Needs no model.
   *
   * @throws {ResultNotFoundError} `RESULT_NOT_FOUND`; {@link CorruptRecordError} `CORRUPT_RECORD`.
   */
  inspect(id: ResultId): Promise<InspectedResult>;

  /**
   * Finds results of a model. Old ones are upgraded before they are compared. Those of the name of a model that is not registered are read as
   * they were stored, neither upgraded nor validated; the schema in the store tells their fields. With an order other than that of the ids, all found results, or
   * `limit` of them, are held in memory.
   *
   * @throws {TypeError} naming an unknown field or operator.
   * @throws {ModelNotRegisteredError} `MODEL_NOT_REGISTERED` for a name that no model in the registry and in the store has.
   * @throws the error of the first record that cannot be read, after all others, unless `onError` is set.
   */
  find<M extends ModelRef, const Paths extends Path<ModelOutput<M>> = never>(
    model: M,
    options?: FindOptions<ModelOutput<M>> & {
      /** Paths that the value has instead of its own fields. */
      readonly select?: readonly Paths[] | undefined;
    },
  ): AsyncIterable<FoundResult<FoundValue<ModelOutput<M>, Paths>>>;

  /**
   * Tells how {@link AsyncResultsLookup.find} would find the results of a query, without finding them.
   *
   * @throws {TypeError} naming an unknown field or operator.
   */
  explain<M extends ModelRef>(model: M, options?: FindOptions<ModelOutput<M>>): Promise<QueryExplanation>;

  /** Finds the ids of results of a model; see {@link AsyncResultsLookup.find}. */
  findIds<M extends ModelRef>(model: M, options?: FindOptions<ModelOutput<M>>): AsyncIterable<string>;

  /** Finds the first result in the order; `undefined` if there is none. See {@link AsyncResultsLookup.find}. */
  first<M extends ModelRef>(
    model: M,
    options?: FindOptions<ModelOutput<M>>,
  ): Promise<FoundResult<ModelOutput<M>> | undefined>;

  /**
   * Counts, adds and compares values of results, for each group of equal values. Rows are ordered by the values of their group.
   *
   * @throws as {@link AsyncResultsLookup.find}.
   */
  aggregate<
    M extends ModelRef,
    const Group extends Path<ModelOutput<M>> = never,
    const Sum extends NumberPath<ModelOutput<M>> = never,
    const Avg extends NumberPath<ModelOutput<M>> = never,
    const Min extends Path<ModelOutput<M>> = never,
    const Max extends Path<ModelOutput<M>> = never,
  >(
    model: M,
    options?: AggregateOptions<ModelOutput<M>, Group, Sum, Avg, Min, Max>,
  ): Promise<AggregateRow<ModelOutput<M>, Group, Sum, Avg, Min, Max>[]>;
}
