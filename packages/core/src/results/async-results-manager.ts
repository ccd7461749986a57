import { given } from "../errors/given.ts";
import type { ResultId } from "../ids/result-id.ts";
import type { Model, ModelData, ModelOutput } from "../models/model.ts";
import type { AsyncResultsBackend } from "./async-results-backend.ts";
import type { ComputeAllOptions, ComputeAllSummary } from "./compute-all/compute-all-options.ts";
import type { CopyOptions, CopySummary } from "./copy-records.ts";
import type { ExportOptions, ImportOptions } from "./export-import.ts";
import { DelegatedLookup } from "./lookup/delegated-lookup.ts";
import type { GetManyOptions, ReadItem } from "./lookup/entry-options.ts";
import type { ResultRecord } from "./result-record.ts";
import type {
  ComputeContext,
  ComputeOptions,
  GetOptions,
  IdsOptions,
  ResultEntries,
  ResultInfo,
  SetOptions,
  UpdateOptions,
} from "./results-options.ts";
import type { ResultChange, WatchOptions } from "./watching/watch-options.ts";

/** Options of {@link AsyncResultsManager}. */
export interface AsyncResultsManagerOptions {
  /** Backend that stores the results. */
  readonly backend: AsyncResultsBackend;
}

/**
 * Results of a backend that can be replaced while the program runs.
 *
 * Every method calls the method of the same name of the current `backend`; see {@link AsyncResultsBackend}.
 */
export class AsyncResultsManager extends DelegatedLookup implements AsyncResultsBackend {
  #backend: AsyncResultsBackend;
  /** Told when the backend is replaced; made by the first watch. */
  #replacement: AbortController | undefined;

  /** @throws {TypeError} when `backend` is missing. */
  constructor({ backend }: AsyncResultsManagerOptions) {
    const missing = missingMembers(backend);
    if (missing !== undefined) {
      throw new TypeError(`AsyncResultsManager needs { backend }, an AsyncResultsBackend, got ${missing}.`);
    }
    super();
    this.#backend = backend;
  }

  /** Backend that stores the results. It may be reassigned; the previous one is not closed, and watches go on with the new one. */
  get backend(): AsyncResultsBackend {
    return this.#backend;
  }

  set backend(backend: AsyncResultsBackend) {
    this.#backend = backend;
    this.#replacement?.abort();
    this.#replacement = undefined;
  }

  set<M extends Model | undefined = undefined>(
    id: ResultId,
    data: ModelData<M>,
    options?: SetOptions<M>,
  ): Promise<boolean> {
    return this.backend.set(id, data, options);
  }

  get<M extends Model | undefined = undefined>(id: ResultId, model?: M, options?: GetOptions): Promise<ModelOutput<M>> {
    return this.backend.get(id, model, options);
  }

  exists(id: ResultId): Promise<boolean> {
    return this.backend.exists(id);
  }

  info(id: ResultId): Promise<ResultInfo> {
    return this.backend.info(id);
  }

  listIds(prefix?: ResultId): Promise<string[]> {
    return this.backend.listIds(prefix);
  }

  ids(prefix?: ResultId, options?: IdsOptions): AsyncIterable<string> {
    return this.backend.ids(prefix, options);
  }

  delete(id: ResultId): Promise<boolean> {
    return this.backend.delete(id);
  }

  clear(prefix?: ResultId): Promise<number> {
    return this.backend.clear(prefix);
  }

  setMany<M extends Model | undefined = undefined>(
    entries: ResultEntries<M>,
    options?: SetOptions<M>,
  ): Promise<boolean[]> {
    return this.backend.setMany(entries, options);
  }

  getMany<M extends Model | undefined = undefined, OnError extends "throw" | "return" = "throw">(
    ids: Iterable<ResultId>,
    model?: M,
    options?: GetManyOptions<OnError>,
  ): Promise<ReadItem<ModelOutput<M>, OnError>[]> {
    return this.backend.getMany(ids, model, options);
  }

  deleteMany(ids: Iterable<ResultId>): Promise<number> {
    return this.backend.deleteMany(ids);
  }

  update<M extends Model>(
    id: ResultId,
    model: M,
    change: (current: ModelOutput<M> | undefined) => ModelData<M> | Promise<ModelData<M>>,
    options?: UpdateOptions,
  ): Promise<ModelOutput<M>> {
    return this.backend.update(id, model, change, options);
  }

  getOrCompute<M extends Model>(
    id: ResultId,
    model: M,
    compute: (context: ComputeContext) => ModelData<M> | Promise<ModelData<M>>,
    options?: ComputeOptions,
  ): Promise<ModelOutput<M>> {
    return this.backend.getOrCompute(id, model, compute, options);
  }

  computeAll<Item, M extends Model>(
    items: Iterable<Item>,
    options: ComputeAllOptions<Item, M>,
  ): Promise<ComputeAllSummary<Item>> {
    return this.backend.computeAll(items, options);
  }

  prune(): Promise<number> {
    return this.backend.prune();
  }

  compact(): Promise<number> {
    return this.backend.compact();
  }

  migrate(prefix?: ResultId): Promise<number> {
    return this.backend.migrate(prefix);
  }

  copyTo(target: Pick<AsyncResultsBackend, "importRecords">, options?: CopyOptions): Promise<CopySummary> {
    return this.backend.copyTo(target, options);
  }

  exportRecords(prefix?: ResultId, options?: ExportOptions): AsyncIterable<readonly ResultRecord[]> {
    return this.backend.exportRecords(prefix, options);
  }

  importRecords(records: readonly ResultRecord[], options?: ImportOptions): Promise<boolean[]> {
    return this.backend.importRecords(records, options);
  }

  async *watch(prefix?: ResultId, options?: WatchOptions): AsyncGenerator<ResultChange, void, undefined> {
    const { watchCurrent } = await import("./watching/watch-current.ts"); // Loaded on first use.
    const current = () => {
      this.#replacement ??= new AbortController();
      return { backend: this.#backend, replaced: this.#replacement.signal };
    };
    yield* watchCurrent(current, prefix, options);
  }

  close(): Promise<void> {
    return this.backend.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

/** Tells what a backend lacks: it needs every method of the manager, which calls the one of the same name. */
function missingMembers(backend: unknown): string | undefined {
  if (typeof backend !== "object" || backend === null) return given(backend);
  const prototypes = [AsyncResultsManager.prototype, DelegatedLookup.prototype];
  const missing = prototypes
    .flatMap(Reflect.ownKeys)
    .filter(
      (name) => name !== "backend" && typeof (backend as Readonly<Record<PropertyKey, unknown>>)[name] !== "function",
    );
  return missing.length === 0 ? undefined : `one that lacks ${missing.map(String).join(", ")}`;
}
