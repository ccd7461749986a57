import type {
  AggregateOptions,
  AggregateRow,
  ChildrenOptions,
  EntriesOptions,
  FindOptions,
  FoundResult,
  FoundValue,
  InspectedResult,
  ListedChild,
  ListedEntry,
  Model,
  ModelOutput,
  ModelRef,
  OnRecordError,
  Path,
  QueryExplanation,
  QueryOptions,
  ResultId,
  ResultsStats,
  StoredSchema,
} from "@results-manager/core";
import type { NumberPath } from "@results-manager/core/internal/blocking";

/**
 * Methods of a blocking store of results that list, find and count them: those of `AsyncResultsLookup` with plain values, lists and
 * generators. Conditions are decided in this thread, which has the models; the worker reads what they may match.
 */
export interface BlockingLookup {
  /** Iterates over results in bounded memory, in the order of their ids; see `AsyncResultsLookup.entries`. */
  entries<M extends ModelRef | undefined = undefined, OnError extends OnRecordError | "yield" = "throw">(
    prefix?: ResultId,
    model?: M,
    options?: EntriesOptions<OnError>,
  ): Generator<ListedEntry<ModelOutput<M>, OnError>, void, undefined>;

  /** Iterates over the next segments below a prefix; see `AsyncResultsLookup.children`. */
  children<Counts extends boolean = true>(
    prefix?: ResultId,
    options?: ChildrenOptions<Counts>,
  ): Generator<ListedChild<Counts>, void, undefined>;

  /** Counts the results of the prefix and below, or all results. */
  count(prefix?: ResultId): number;
  /** Counts the results of a model that fulfil a condition. */
  count<M extends Model>(model: M, options?: QueryOptions<ModelOutput<M>>): number;
  /** Counts the results of the model of a name, with options: a text alone is a prefix. */
  count<M extends ModelRef>(model: M, options: QueryOptions<ModelOutput<M>>): number;

  /** Counts the results of the prefix and below, or all results, by model and version, with their size. */
  stats(prefix?: ResultId): ResultsStats;

  /** Lists the models that have written results, with the JSON Schema of their values; see `AsyncResultsLookup.schemas`. */
  schemas(): StoredSchema[];

  /** Returns a result as it was stored, with its metadata. Needs no model. */
  inspect(id: ResultId): InspectedResult;

  /** Finds results of a model, as a list; see `AsyncResultsLookup.find`. */
  find<M extends ModelRef, const Paths extends Path<ModelOutput<M>> = never>(
    model: M,
    options?: FindOptions<ModelOutput<M>> & {
      /** Paths that the value has instead of its own fields. */
      readonly select?: readonly Paths[] | undefined;
    },
  ): FoundResult<FoundValue<ModelOutput<M>, Paths>>[];

  /** Tells how {@link BlockingLookup.find} would find the results of a query, without finding them. */
  explain<M extends ModelRef>(model: M, options?: FindOptions<ModelOutput<M>>): QueryExplanation;

  /** Finds the ids of results of a model, as a list. */
  findIds<M extends ModelRef>(model: M, options?: FindOptions<ModelOutput<M>>): string[];

  /** Finds the first result in the order; `undefined` if there is none. */
  first<M extends ModelRef>(model: M, options?: FindOptions<ModelOutput<M>>): FoundResult<ModelOutput<M>> | undefined;

  /** Counts, adds and compares values of results, for each group of equal values; see `AsyncResultsLookup.aggregate`. */
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
  ): AggregateRow<ModelOutput<M>, Group, Sum, Avg, Min, Max>[];
}
