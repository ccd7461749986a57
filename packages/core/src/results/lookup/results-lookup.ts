import type { NumberPath, Path } from "../../fields/path.ts";
import type { ResultId } from "../../ids/result-id.ts";
import type { Model, ModelOutput, ModelRef } from "../../models/model.ts";
import type { ResultsStats } from "../../records/store-stats.ts";
import { shouldYield, yieldToEventLoop } from "../../scheduling/event-loop.ts";
import type { StorageAccess } from "../../storage/storage-access.ts";
import { countKeys } from "../copy-records.ts";
import { isCountOfIds, parsePrefix } from "../parse-range.ts";
import type { OnRecordError } from "../record-failures.ts";
import type { StoredSchema } from "../schemas/stored-schema.ts";
import type { ResultChange, WatchOptions } from "../watching/watch-options.ts";
import type { AsyncResultsLookup } from "./async-results-lookup.ts";
import type { ChildrenOptions, EntriesOptions, InspectedResult, ListedChild, ListedEntry } from "./entry-options.ts";
import { inspectResult } from "./inspect-result.ts";
import type {
  AggregateOptions,
  AggregateRow,
  FindOptions,
  FoundResult,
  FoundValue,
  QueryExplanation,
  QueryOptions,
} from "./lookup-options.ts";
import type { Match } from "./match-results.ts";
import type { AnyAggregateOptions, AnyFindOptions, OrderedQuery } from "./parse-query.ts";

type Queries = typeof import("./queries.ts");

let queries: Promise<Queries> | undefined;

/** Loads queries once: to import a module again takes as long as a small query. */
function loadQueries(): Promise<Queries> {
  queries ??= import("./queries.ts");
  return queries;
}

/** Listings, queries and watches of results over any medium, which may narrow down what is read: core decides. */
export class ResultsLookup implements AsyncResultsLookup {
  readonly #access: StorageAccess;

  constructor(access: StorageAccess) {
    this.#access = access;
  }

  async *entries<M extends ModelRef | undefined = undefined, OnError extends OnRecordError | "yield" = "throw">(
    prefix?: ResultId,
    model?: M,
    options?: EntriesOptions<OnError>,
  ): AsyncGenerator<ListedEntry<ModelOutput<M>, OnError>, void, undefined> {
    const { listEntries } = await import("./list-entries.ts");
    const entries: AsyncGenerator<unknown, void, undefined> = listEntries(this.#access, prefix, model, options);
    yield* entries as AsyncGenerator<ListedEntry<ModelOutput<M>, OnError>, void, undefined>;
  }

  async *children<Counts extends boolean = true>(
    prefix?: ResultId,
    options?: ChildrenOptions<Counts>,
  ): AsyncGenerator<ListedChild<Counts>, void, undefined> {
    const { listChildren } = await import("./list-children.ts");
    for await (const page of listChildren(this.#access, prefix, options)) {
      for (const child of page) {
        yield child as ListedChild<Counts>;
        options?.signal?.throwIfAborted();
      }
    }
  }

  count(prefix?: ResultId): Promise<number>;
  count<M extends Model>(model: M, options?: QueryOptions<ModelOutput<M>>): Promise<number>;
  count<M extends ModelRef>(model: M, options: QueryOptions<ModelOutput<M>>): Promise<number>;
  async count<M extends Model>(of?: ResultId | M, options?: QueryOptions<ModelOutput<M>>): Promise<number> {
    if (isCountOfIds(of, options)) {
      const prefix = parsePrefix(of);
      return this.#access.operate([], "read", () => countKeys(this.#access.storage.scan("results", { prefix })));
    }
    return this.#access.accept(async () => {
      const { findMatches, parseCount, sourceOf } = await loadQueries();
      const source = await sourceOf(this.#access, of, options);
      const query = parseCount(source, options as QueryOptions<unknown>);
      let count = 0;
      for await (const page of findMatches(this.#access, query, { order: undefined })) count += page.length;
      query.failures.end();
      return count;
    });
  }

  async stats(prefix?: ResultId): Promise<ResultsStats> {
    const parsed = parsePrefix(prefix);
    return this.#access.accept(async () => {
      const { measureResults } = await import("../measure-records.ts");
      return measureResults(this.#access, parsed);
    });
  }

  async schemas(): Promise<StoredSchema[]> {
    return this.#access.accept(async () => {
      const { listSchemas } = await import("../schemas/list-schemas.ts");
      return listSchemas(this.#access);
    });
  }

  async *watch(prefix?: ResultId, options?: WatchOptions): AsyncGenerator<ResultChange, void, undefined> {
    const { watchResults } = await import("../watching/watch-results.ts"); // Loaded on first use.
    yield* watchResults(this.#access, prefix, options);
  }

  async inspect(id: ResultId): Promise<InspectedResult> {
    return inspectResult(this.#access, id);
  }

  find<M extends ModelRef, const Paths extends Path<ModelOutput<M>> = never>(
    model: M,
    options?: FindOptions<ModelOutput<M>> & { readonly select?: readonly Paths[] | undefined },
  ): AsyncGenerator<FoundResult<FoundValue<ModelOutput<M>, Paths>>, void, undefined> {
    const found = (match: Match, query: OrderedQuery, queries: Queries) =>
      queries.foundResult(this.#access.storage, query, match) as FoundResult<FoundValue<ModelOutput<M>, Paths>>;
    return this.#each(model, options as AnyFindOptions, "find", found);
  }

  explain<M extends ModelRef>(model: M, options?: FindOptions<ModelOutput<M>>): Promise<QueryExplanation> {
    return this.#access.accept(async () => {
      const { explainQuery, parseQuery, sourceOf } = await loadQueries();
      const source = await sourceOf(this.#access, model, options);
      return explainQuery(this.#access, parseQuery(source, options as AnyFindOptions, "explain"));
    });
  }

  findIds<M extends ModelRef>(
    model: M,
    options?: FindOptions<ModelOutput<M>>,
  ): AsyncGenerator<string, void, undefined> {
    return this.#each(model, options as AnyFindOptions, "findIds", ({ id }) => id);
  }

  async first<M extends ModelRef>(
    model: M,
    options?: FindOptions<ModelOutput<M>>,
  ): Promise<FoundResult<ModelOutput<M>> | undefined> {
    const loaded = await loadQueries();
    const source = await loaded.sourceOf(this.#access, model, options);
    const query = { ...loaded.parseQuery(source, options as AnyFindOptions, "first"), limit: 1 };
    let first: FoundResult<unknown> | undefined;
    for await (const page of loaded.findResults(this.#access, query)) {
      for (const match of page) first = loaded.foundResult(this.#access.storage, query, match);
    }
    return first as FoundResult<ModelOutput<M>> | undefined;
  }

  /** Yields the results of a query, one by one: each step through a further generator would take a tenth of the time. */
  async *#each<T>(
    model: ModelRef,
    options: AnyFindOptions | undefined,
    of: string,
    make: (match: Match, query: OrderedQuery, queries: Queries) => T,
  ): AsyncGenerator<T, void, undefined> {
    const loaded = await loadQueries();
    const query = loaded.parseQuery(await loaded.sourceOf(this.#access, model, options), options, of);
    for await (const page of loaded.findResults(this.#access, query)) {
      for (let i = 0; i < page.length; i++) {
        yield make(page[i] as Match, query, loaded);
        query.signal?.throwIfAborted();
        // Results in memory would be a loop of promises alone.
        if (i % 8 === 0 && shouldYield()) await yieldToEventLoop();
      }
    }
  }

  async aggregate<
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
    const rows = await this.#access.accept(async () => {
      const { BY_ID, findMatches, Groups, parseAggregate, sourceOf } = await loadQueries();
      const source = await sourceOf(this.#access, model, options);
      const query = parseAggregate(source, options as AnyAggregateOptions | undefined);
      const groups = new Groups(query.aggregation);
      for await (const page of findMatches(this.#access, query, { order: BY_ID })) {
        for (const match of page) groups.add(match);
      }
      query.failures.end();
      return groups.rows();
    });
    return rows as unknown as AggregateRow<ModelOutput<M>, Group, Sum, Avg, Min, Max>[];
  }
}
