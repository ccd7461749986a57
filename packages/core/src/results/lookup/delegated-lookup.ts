import type { NumberPath, Path } from "../../fields/path.ts";
import type { ResultId } from "../../ids/result-id.ts";
import type { Model, ModelOutput, ModelRef } from "../../models/model.ts";
import type { ResultsStats } from "../../records/store-stats.ts";
import type { OnRecordError } from "../record-failures.ts";
import type { StoredSchema } from "../schemas/stored-schema.ts";
import type { AsyncResultsLookup } from "./async-results-lookup.ts";
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

/** Listings and queries of a manager, which its backend carries out. */
export abstract class DelegatedLookup implements AsyncResultsLookup {
  /** Backend that stores the results. */
  abstract backend: AsyncResultsLookup;

  entries<M extends ModelRef | undefined = undefined, OnError extends OnRecordError | "yield" = "throw">(
    prefix?: ResultId,
    model?: M,
    options?: EntriesOptions<OnError>,
  ): AsyncIterable<ListedEntry<ModelOutput<M>, OnError>> {
    return this.backend.entries(prefix, model, options);
  }

  children<Counts extends boolean = true>(
    prefix?: ResultId,
    options?: ChildrenOptions<Counts>,
  ): AsyncIterable<ListedChild<Counts>> {
    return this.backend.children(prefix, options);
  }

  count(prefix?: ResultId): Promise<number>;
  count<M extends Model>(model: M, options?: QueryOptions<ModelOutput<M>>): Promise<number>;
  count<M extends ModelRef>(model: M, options: QueryOptions<ModelOutput<M>>): Promise<number>;
  count<M extends Model>(of?: ResultId | M, options?: QueryOptions<ModelOutput<M>>): Promise<number> {
    return this.backend.count(of as M, options);
  }

  stats(prefix?: ResultId): Promise<ResultsStats> {
    return this.backend.stats(prefix);
  }

  schemas(): Promise<StoredSchema[]> {
    return this.backend.schemas();
  }

  inspect(id: ResultId): Promise<InspectedResult> {
    return this.backend.inspect(id);
  }

  find<M extends ModelRef, const Paths extends Path<ModelOutput<M>> = never>(
    model: M,
    options?: FindOptions<ModelOutput<M>> & { readonly select?: readonly Paths[] | undefined },
  ): AsyncIterable<FoundResult<FoundValue<ModelOutput<M>, Paths>>> {
    return this.backend.find<M, Paths>(model, options);
  }

  explain<M extends ModelRef>(model: M, options?: FindOptions<ModelOutput<M>>): Promise<QueryExplanation> {
    return this.backend.explain(model, options);
  }

  findIds<M extends ModelRef>(model: M, options?: FindOptions<ModelOutput<M>>): AsyncIterable<string> {
    return this.backend.findIds(model, options);
  }

  first<M extends ModelRef>(
    model: M,
    options?: FindOptions<ModelOutput<M>>,
  ): Promise<FoundResult<ModelOutput<M>> | undefined> {
    return this.backend.first(model, options);
  }

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
  ): Promise<AggregateRow<ModelOutput<M>, Group, Sum, Avg, Min, Max>[]> {
    return this.backend.aggregate<M, Group, Sum, Avg, Min, Max>(model, options);
  }
}
