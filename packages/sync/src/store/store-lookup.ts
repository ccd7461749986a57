import type {
  AggregateOptions,
  ChildInfo,
  ChildrenOptions,
  EntriesOptions,
  FailedEntry,
  FindOptions,
  FoundResult,
  GetManyOptions,
  InspectedResult,
  Model,
  ModelRef,
  QueryExplanation,
  QueryOptions,
  ResultId,
  ResultInfo,
  ResultsStats,
  StoredSchema,
} from "@results-manager/core";
import { parseId } from "@results-manager/core";
import {
  checkModel,
  checkOptions,
  idRange,
  listOf,
  parsePrefix,
  RecordFailures,
  readResult,
} from "@results-manager/core/internal";
import {
  type AnyAggregateOptions,
  type AnyFindOptions,
  BY_ID,
  ENTRIES_OPTIONS,
  foundResult,
  GET_MANY_OPTIONS,
  Groups,
  inspected,
  isCountOfIds,
  parseAggregate,
  parseCount,
  parseQuery,
  readerOfModel,
  readerOfSource,
  resultInfo,
  returnsErrors,
} from "@results-manager/core/internal/blocking";
import type { FoundRecord } from "@results-manager/core/storage";
import { expectSync } from "./expect-sync.ts";
import { findMatches, wireLookup } from "./find-matches.ts";
import { childrenOf, readEach, recordPages } from "./found-pages.ts";
import { outcomeOf } from "./outcome-of.ts";
import { sourceOf } from "./source-of.ts";
import type { WorkerStore } from "./worker-store.ts";

type AnyOptions = FindOptions<unknown>;

type Entry = FailedEntry | { readonly id: string; readonly value: unknown; readonly info: ResultInfo };

/** Implements the listings and queries of results over a store in the worker, which reads what they may match. */
export class StoreLookup {
  readonly #current: () => WorkerStore;

  /** @param store returns the current store. */
  constructor(store: () => WorkerStore) {
    this.#current = store;
  }

  getMany(ids: Iterable<ResultId>, model?: Model, options: GetManyOptions = {}): unknown[] {
    return this.#call(this.getMany, (store) => {
      checkOptions(options, GET_MANY_OPTIONS, "getMany");
      const keys = listOf(ids, "ids", parseId);
      if (model !== undefined) checkModel(model);
      const read = (id: string, record: FoundRecord) =>
        record && expectSync(readResult(store, id, record, model, options), model);
      if (!returnsErrors(options.onError)) return store.read(keys).map((record, i) => read(keys[i] as string, record));
      return readEach(store, keys).map((record, i) => {
        const id = keys[i] as string;
        return outcomeOf(id, record, (intact) => ({ id, value: read(id, intact) }));
      });
    });
  }

  *entries(prefix?: ResultId, model?: ModelRef, options: EntriesOptions = {}): Generator<Entry, void, undefined> {
    checkOptions(options, ENTRIES_OPTIONS, "entries");
    if (model !== undefined && typeof model !== "string") checkModel(model);
    const { onError, signal } = options;
    const failures = onError === "yield" ? undefined : new RecordFailures(onError);
    const store = this.#current();
    const range = idRange(prefix, options);
    signal?.throwIfAborted();
    const reader =
      typeof model === "string"
        ? readerOfSource(store, sourceOf(store, model, options), options)
        : readerOfModel(store, model, options);
    for (const { ids, found } of recordPages(store, range)) {
      for (const [i, id] of ids.entries()) {
        const record = found[i];
        if (!record || !reader.isListed(record)) continue;
        const entry = outcomeOf(id, record, (intact) => {
          const value = expectSync(reader.read(id, intact), reader.model);
          return { id, value, info: resultInfo(store, id, intact) };
        });
        if (failures && "error" in entry) failures.note(entry.error);
        else yield entry;
        signal?.throwIfAborted();
      }
    }
    failures?.end();
  }

  children(prefix?: ResultId, options: ChildrenOptions = {}): Generator<Omit<ChildInfo, "count">, void, undefined> {
    return childrenOf(this.#current(), parsePrefix(prefix), options);
  }

  count(of?: ResultId | Model, options?: QueryOptions<unknown>): number {
    return this.#call(this.count, (store) => {
      if (isCountOfIds(of, options)) return store.ask("count", parsePrefix(of));
      const query = parseCount(sourceOf(store, of, options), options);
      let count = 0;
      for (const _ of findMatches(store, query, { order: BY_ID })) count++;
      query.failures.end();
      return count;
    });
  }

  stats(prefix?: ResultId): ResultsStats {
    return this.#call(this.stats, (store) => store.ask("stats", parsePrefix(prefix)));
  }

  schemas(): StoredSchema[] {
    return this.#call(this.schemas, (store) => store.schemas());
  }

  inspect(id: ResultId): InspectedResult {
    return this.#call(this.inspect, (store) => {
      const key = parseId(id);
      return inspected(store, key, store.read([key])[0]);
    });
  }

  find(model: ModelRef, options?: AnyOptions): FoundResult<unknown>[] {
    return this.#call(this.find, (store) => found(store, model, options, "find"));
  }

  findIds(model: ModelRef, options?: AnyOptions): string[] {
    return this.#call(this.findIds, (store) => found(store, model, options, "findIds").map(({ id }) => id));
  }

  first(model: ModelRef, options?: AnyOptions): FoundResult<unknown> | undefined {
    return this.#call(this.first, (store) => found(store, model, options, "first", 1)[0]);
  }

  explain(model: ModelRef, options?: AnyOptions): QueryExplanation {
    return this.#call(this.explain, (store) => {
      const query = parseQuery(sourceOf(store, model, options), options as AnyFindOptions, "explain");
      return store.ask("explain", wireLookup(query, query));
    });
  }

  aggregate(model: ModelRef, options?: AggregateOptions<unknown, never, never, never, never, never>): unknown[] {
    return this.#call(this.aggregate, (store) => {
      const query = parseAggregate(sourceOf(store, model, options), options as AnyAggregateOptions | undefined);
      const groups = new Groups(query.aggregation);
      for (const match of findMatches(store, query, { order: BY_ID })) groups.add(match);
      query.failures.end();
      return groups.rowsNow();
    });
  }

  #call<T>(method: (...args: never[]) => unknown, task: (store: WorkerStore) => T): T {
    const store = this.#current();
    return store.runCall(method, () => task(store));
  }
}

function found(
  store: WorkerStore,
  model: ModelRef,
  options: AnyOptions | undefined,
  of: string,
  limit?: number,
): FoundResult<unknown>[] {
  const query = parseQuery(sourceOf(store, model, options), options as AnyFindOptions, of);
  const matches = [...findMatches(store, query, { ...query, limit: limit ?? query.limit })];
  query.failures.end();
  return matches.map((match) => foundResult(store, query, match));
}
