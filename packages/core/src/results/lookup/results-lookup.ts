import { given } from "../../errors/given.ts";
import type { ResultId } from "../../ids/result-id.ts";
import type { Model, ModelOutput } from "../../models/model.ts";
import type { Path } from "../../fields/path.ts";
import type { ResultsStats } from "../../records/store-stats.ts";
import type { StorageAccess } from "../../storage/storage-access.ts";
import { countKeys } from "../copy-records.ts";
import { parsePrefix } from "../parse-range.ts";
import type { OnRecordError } from "../record-failures.ts";
import type { AsyncResultsLookup } from "./async-results-lookup.ts";
import type { ChildInfo, ChildrenOptions, EntriesOptions, InspectedResult, ListedEntry } from "./entry-options.ts";
import { inspectResult } from "./inspect-result.ts";
import { listChildren } from "./list-children.ts";
import { listEntries } from "./list-entries.ts";
import type {
  AggregateOptions,
  AggregateRow,
  FindOptions,
  FoundResult,
  FoundValue,
  QueryOptions,
} from "./lookup-options.ts";
import type { AnyAggregateOptions, AnyFindOptions } from "./parse-query.ts";

const loadQueries = (): Promise<typeof import("./queries.ts")> => import("./queries.ts");

/** Listings and queries of results over any medium: every record of the prefix is read, and core decides. */
export class ResultsLookup implements AsyncResultsLookup {
  readonly #access: StorageAccess;

  constructor(access: StorageAccess) {
    this.#access = access;
  }

  entries<M extends Model | undefined = undefined, OnError extends OnRecordError | "yield" = "throw">(
    prefix?: ResultId,
    model?: M,
    options?: EntriesOptions<OnError>,
  ): AsyncGenerator<ListedEntry<ModelOutput<M>, OnError>, void, undefined> {
    const entries: AsyncGenerator<unknown, void, undefined> = listEntries(this.#access, prefix, model, options);
    return entries as AsyncGenerator<ListedEntry<ModelOutput<M>, OnError>, void, undefined>;
  }

  children(prefix?: ResultId, options?: ChildrenOptions): AsyncGenerator<ChildInfo, void, undefined> {
    return listChildren(this.#access, prefix, options);
  }

  count(prefix?: ResultId): Promise<number>;
  count<M extends Model>(model: M, options?: QueryOptions<ModelOutput<M>>): Promise<number>;
  async count<M extends Model>(of?: ResultId | M, options?: QueryOptions<ModelOutput<M>>): Promise<number> {
    if (of === undefined || typeof of === "string" || Array.isArray(of)) {
      if (options !== undefined) {
        throw new TypeError(
          `count takes options beside a model, got them beside ${given(of)}: pass { prefix } instead.`,
        );
      }
      const prefix = parsePrefix(of as ResultId | undefined);
      return this.#access.operate([], "read", () => countKeys(this.#access.storage.scan("results", { prefix })));
    }
    return this.#access.accept(async () => {
      const { matchResults, parseCount } = await loadQueries();
      const query = parseCount(of as M, options as QueryOptions<unknown>);
      let count = 0;
      for await (const page of matchResults(this.#access, query)) count += page.length;
      query.failures.end();
      return count;
    });
  }

  async stats(prefix?: ResultId): Promise<ResultsStats> {
    const parsed = parsePrefix(prefix);
    this.#access.assertAccepting();
    const { measureResults } = await import("../measure-records.ts");
    return measureResults(this.#access, parsed);
  }

  async inspect(id: ResultId): Promise<InspectedResult> {
    return inspectResult(this.#access, id);
  }

  async *find<M extends Model, const Paths extends Path<ModelOutput<M>> = never>(
    model: M,
    options?: FindOptions<ModelOutput<M>> & { readonly select?: readonly Paths[] | undefined },
  ): AsyncGenerator<FoundResult<FoundValue<ModelOutput<M>, Paths>>, void, undefined> {
    const { findResults, foundResult, parseQuery } = await loadQueries();
    const query = parseQuery(model, options as AnyFindOptions, "find");
    for await (const match of findResults(this.#access, query)) {
      yield foundResult(this.#access, query, match) as FoundResult<FoundValue<ModelOutput<M>, Paths>>;
    }
  }

  async *findIds<M extends Model>(
    model: M,
    options?: FindOptions<ModelOutput<M>>,
  ): AsyncGenerator<string, void, undefined> {
    const { findResults, parseQuery } = await loadQueries();
    const query = parseQuery(model, options as AnyFindOptions, "findIds");
    for await (const { id } of findResults(this.#access, query)) yield id;
  }

  async first<M extends Model>(
    model: M,
    options?: FindOptions<ModelOutput<M>>,
  ): Promise<FoundResult<ModelOutput<M>> | undefined> {
    const { findResults, foundResult, parseQuery } = await loadQueries();
    const query = { ...parseQuery(model, options as AnyFindOptions, "first"), limit: 1 };
    let first: FoundResult<unknown> | undefined;
    for await (const match of findResults(this.#access, query)) first = foundResult(this.#access, query, match);
    return first as FoundResult<ModelOutput<M>> | undefined;
  }

  async aggregate<
    M extends Model,
    const Group extends Path<ModelOutput<M>> = never,
    const Sum extends Path<ModelOutput<M>> = never,
    const Avg extends Path<ModelOutput<M>> = never,
    const Min extends Path<ModelOutput<M>> = never,
    const Max extends Path<ModelOutput<M>> = never,
  >(
    model: M,
    options?: AggregateOptions<ModelOutput<M>, Group, Sum, Avg, Min, Max>,
  ): Promise<AggregateRow<ModelOutput<M>, Group, Sum, Avg, Min, Max>[]> {
    const rows = await this.#access.accept(async () => {
      const { Groups, matchResults, parseAggregate } = await loadQueries();
      const query = parseAggregate(model, options as AnyAggregateOptions | undefined);
      const groups = new Groups(query.aggregation);
      for await (const page of matchResults(this.#access, query)) for (const match of page) groups.add(match);
      query.failures.end();
      return groups.rows();
    });
    return rows as unknown as AggregateRow<ModelOutput<M>, Group, Sum, Avg, Min, Max>[];
  }
}
