import {
  type ComputeContext,
  type ComputeOptions,
  type CopyOptions,
  type CopySummary,
  type GetOptions,
  type IdsOptions,
  type Model,
  type ModelInput,
  type ModelOutput,
  parseId,
  type RecordWrite,
  type ResultId,
  type ResultInfo,
  ResultNotFoundError,
  type ResultRecord,
  type SetBehavior,
  type SetOptions,
  type UpdateOptions,
  type WriteOutcome,
} from "@results-manager/core";
import {
  checkBehavior,
  checkModel,
  checkPair,
  computedTarget,
  computeResult,
  copyRecords,
  countKeys,
  exportedPage,
  importWrites,
  listOf,
  migrateRecords,
  ownResult,
  PendingSet,
  parsePrefix,
  parseRange,
  readResult,
  runStepsNow,
  settled,
  settleImport,
  updateResult,
} from "@results-manager/core/rules";
import { asCaller, withCallersStack } from "./callers-stack.ts";
import { pause } from "./pause.ts";
import type { BackendRecipe } from "./recipe/backend-recipe.ts";
import type { FileStoreDescription, StoreDescription } from "./recipe/open-order.ts";
import {
  type OpenStoreOptions,
  type ParsedOptions,
  parseOptions,
  type ResultsManagerOptions,
} from "./results-manager-options.ts";
import { openStore } from "./store/open-store.ts";
import type { OpenedBackend } from "./store/opened-backend.ts";
import { WorkerStore } from "./store/worker-store.ts";

const SPACE = "results";

/**
 * The blocking twin of `AsyncResultsManager`: same methods, same semantics, plain values instead of promises.
 *
 * The store is worked on in another thread, and this one waits. Models, and every function that is given, stay in this one; one that is
 * asynchronous, a schema too, is a `TypeError`. Each method does and throws what `AsyncResultsBackend` says, and `SYNC_BRIDGE_FAILED`
 * ({@link SyncBridgeError}) when the worker dies or takes longer than `timeoutMs`.
 *
 * @example
 * ```js
 * const { ResultsManager } = require("@results-manager/sync");
 * const results = new ResultsManager("./data");
 * results.set("runs/7/loss", { value: 0.3 }, { model: Loss });
 * ```
 */
export class ResultsManager implements Disposable {
  readonly #options: ParsedOptions;
  #store: WorkerStore;

  /**
   * Opens a store: the path of a folder, a URL as `openResults` takes it, a folder with options, or any backend.
   *
   * @throws {TypeError} for what describes no store; {@link RangeError} for a `timeoutMs` out of range.
   * @throws what opening the store throws: `STORE_NOT_FOUND`, `STORAGE_FAILED`.
   */
  constructor(store: string | URL, options?: OpenStoreOptions);
  constructor(store: FileStoreDescription & ResultsManagerOptions);
  constructor(store: { readonly backend: BackendRecipe } & ResultsManagerOptions);
  constructor(store: StoreDescription);
  constructor(store: StoreDescription, options?: OpenStoreOptions) {
    if (typeof store !== "object" || store === null || store instanceof URL) {
      this.#options = parseOptions(options === undefined ? {} : options);
      this.#store = openStore(store, this.#options);
    } else {
      if (options !== undefined) throw new TypeError("A store that is described by an object has its options there.");
      this.#options = parseOptions(store);
      this.#store = openStore(this.#options.rest, { ...this.#options, rest: {} });
    }
  }

  /**
   * Where results are kept. It may be reassigned, by a description or by what another manager has here; the old one is not closed.
   *
   * @throws as the constructor; then the old one stays.
   */
  get backend(): OpenedBackend {
    return this.#store;
  }

  set backend(store: OpenedBackend | StoreDescription) {
    this.#store = store instanceof WorkerStore ? store : openStore(store, { ...this.#options, rest: {} });
  }

  /** See `AsyncResultsBackend.set`. */
  set<M extends Model>(
    id: ResultId,
    data: ModelInput<M> | ModelOutput<M>,
    options: SetOptions<M> & { readonly model: M },
  ): boolean;
  set(id: ResultId, data: object, options?: SetOptions<undefined>): boolean;
  set(id: ResultId, data: unknown, options: SetOptions = {}): boolean {
    return this.#call(this.set, (store) => {
      const pending = new PendingSet(store, parseId(id), data, options);
      const [outcome] = store.write(SPACE, [writeOf(pending)]);
      return pending.settle(outcome as WriteOutcome);
    });
  }

  /** See `AsyncResultsBackend.setMany`; one crossing. */
  setMany<M extends Model>(
    entries: Iterable<readonly [ResultId, ModelInput<M> | ModelOutput<M>]>,
    options: SetOptions<M> & { readonly model: M },
  ): boolean[];
  setMany(entries: Iterable<readonly [ResultId, object]>, options?: SetOptions<undefined>): boolean[];
  setMany(entries: Iterable<readonly [ResultId, unknown]>, options: SetOptions = {}): boolean[] {
    return this.#call(this.setMany, (store) => {
      const pending = listOf(entries, "entries", (entry) => {
        const [id, data] = checkPair(entry);
        return new PendingSet(store, parseId(id), data, options);
      });
      const outcomes = store.write(SPACE, pending.map(writeOf));
      return outcomes.map((outcome, i) => (pending[i] as PendingSet).settle(outcome));
    });
  }

  /** See `AsyncResultsBackend.get`. */
  get<M extends Model>(id: ResultId, model: M, options?: GetOptions): ModelOutput<M>;
  get(id: ResultId, model?: undefined, options?: GetOptions): unknown;
  get(id: ResultId, model?: Model, options?: GetOptions): unknown {
    return this.#call(this.get, (store) => {
      const key = parseId(id);
      if (model !== undefined) checkModel(model);
      const [found] = store.find([key]);
      if (!found) throw new ResultNotFoundError(key);
      return now(readResult(store, key, found, model, options), model);
    });
  }

  /** See `AsyncResultsBackend.getMany`; one crossing. */
  getMany<M extends Model>(ids: Iterable<ResultId>, model: M, options?: GetOptions): (ModelOutput<M> | undefined)[];
  getMany(ids: Iterable<ResultId>, model?: undefined, options?: GetOptions): unknown[];
  getMany(ids: Iterable<ResultId>, model?: Model, options?: GetOptions): unknown[] {
    return this.#call(this.getMany, (store) => {
      const keys = listOf(ids, "ids", parseId);
      if (model !== undefined) checkModel(model);
      const found = store.find(keys);
      return found.map(
        (record, i) => record && now(readResult(store, keys[i] as string, record, model, options), model),
      );
    });
  }

  /** Tells whether something is stored under the id; a corrupt record is. */
  exists(id: ResultId): boolean {
    return this.#call(this.exists, (store) => store.ask("exists", parseId(id)));
  }

  /** What is known of a result besides its value. */
  info(id: ResultId): ResultInfo {
    return this.#call(this.info, (store) => store.ask("info", parseId(id)));
  }

  /** The ids of the prefix and below, by whole segments, in code-point order; all of them without a prefix. */
  listIds(prefix?: ResultId): string[] {
    return this.#call(this.listIds, (store) => store.ask("listIds", parsePrefix(prefix)));
  }

  /** The same in bounded memory: a page crosses when it is needed. An id that is there from start to end comes exactly once. */
  *ids(prefix?: ResultId, options: IdsOptions = {}): Generator<string, void, undefined> {
    const range = parseRange(prefix, options);
    options.signal?.throwIfAborted();
    for (const page of this.#store.scan(SPACE, range)) {
      for (const id of page) {
        yield id;
        options.signal?.throwIfAborted();
      }
    }
  }

  /** Removes a result; tells whether it was there. */
  delete(id: ResultId): boolean {
    return this.#call(this.delete, (store) => store.ask("delete", parseId(id)));
  }

  /** Removes many results in one crossing; returns how many were there. */
  deleteMany(ids: Iterable<ResultId>): number {
    return this.#call(this.deleteMany, (store) => store.ask("deleteMany", listOf(ids, "ids", parseId)));
  }

  /** Removes the results of the prefix and below, all of them without a prefix, and nothing else; returns how many. */
  clear(prefix?: ResultId): number {
    return this.#call(this.clear, (store) => store.ask("clear", parsePrefix(prefix)));
  }

  /**
   * Reads, changes and writes a result atomically, across processes too; see `AsyncResultsBackend.update`.
   *
   * `signal` is looked at between attempts: nothing can abort it while this thread waits.
   */
  update<M extends Model>(
    id: ResultId,
    model: M,
    change: (current: ModelOutput<M> | undefined) => ModelOutput<M>,
    options: UpdateOptions = {},
  ): ModelOutput<M> {
    return this.#call(this.update, (store) => {
      const target = computedTarget(store, parseId(id), model, change, options);
      const changed = (current: unknown) => asCaller(() => change(current as ModelOutput<M> | undefined));
      const { signal } = options;
      const task = () => runStepsNow(updateResult(target, { change: changed, delay: pause, signal }));
      return store.operate([target.key], "update", task) as ModelOutput<M>;
    });
  }

  /**
   * Returns the stored result, or computes and stores it: once, however many threads and processes ask; see
   * `AsyncResultsBackend.getOrCompute`. While another one computes it, this thread waits for as long as that takes.
   */
  getOrCompute<M extends Model>(
    id: ResultId,
    model: M,
    compute: (context: ComputeContext) => ModelOutput<M>,
    options: ComputeOptions = {},
  ): ModelOutput<M> {
    return this.#call(this.getOrCompute, (store) => {
      const target = computedTarget(store, parseId(id), model, compute, options);
      const { key } = target;
      options.signal?.throwIfAborted();
      const computation = computeResult(target, {
        compute: (context) => asCaller(() => compute(context)),
        signal: options.signal ?? new AbortController().signal,
        delay: pause,
        find: () => store.find([key])[0],
        write: (content) => store.write(SPACE, [{ key, condition: "absent", content }])[0] as WriteOutcome,
        takeLease: (condition) => store.takeLease(key, condition),
      });
      const content = runStepsNow(computation);
      return now(ownResult(store, key, content, model), model) as ModelOutput<M>;
    });
  }

  /** Removes what has expired; returns how many. */
  prune(): number {
    return this.#call(this.prune, (store) => store.ask("prune"));
  }

  /** Rewrites the results of the prefix that an older version of their model wrote; see `AsyncResultsBackend.migrate`. */
  migrate(prefix?: ResultId): number {
    return this.#call(this.migrate, (store) => {
      const parsed = parsePrefix(prefix);
      return store.operate([], "write", () => runStepsNow(migrateRecords(store, parsed)));
    });
  }

  /** Copies results to another manager as they are stored, times included: no model is needed. */
  copyTo(target: Pick<ResultsManager, "importRecords">, options: CopyOptions = {}): CopySummary {
    return this.#call(this.copyTo, (store) => {
      checkBehavior(options.behavior);
      const prefix = parsePrefix(options.prefix);
      const count = () => countKeys(store.scan(SPACE, { prefix }));
      return runStepsNow(copyRecords({ count, pages: pagesOf(store, prefix, options.signal) }, target, options));
    });
  }

  /** The stored records of the prefix, in pages, in the order of their ids. Corrupt ones raise `CORRUPT_RECORD`. */
  *exportRecords(
    prefix?: ResultId,
    options: { readonly signal?: AbortSignal | undefined } = {},
  ): Generator<readonly ResultRecord[], void, undefined> {
    yield* pagesOf(this.#store, parsePrefix(prefix), options.signal);
  }

  /** Stores records as they were exported; for each, what {@link ResultsManager.set} would return or throw. */
  importRecords(
    records: readonly ResultRecord[],
    options: { readonly behavior?: SetBehavior | undefined } = {},
  ): boolean[] {
    return this.#call(this.importRecords, (store) => {
      const behavior = checkBehavior(options.behavior);
      const writes = importWrites(records, behavior);
      return settleImport(store, behavior, writes, store.write(SPACE, writes));
    });
  }

  /** Closes the store, and refuses everything from then on. Closing again is a no-op; a script that ends need not. */
  close(): void {
    this.#store.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #call<T>(method: (...args: never[]) => unknown, task: (store: WorkerStore) => T): T {
    const store = this.#store;
    try {
      return store.during(() => task(store));
    } catch (error) {
      throw withCallersStack(error, method);
    }
  }
}

/** What a schema gave, which must not be a promise. */
function now<T>(value: T | Promise<T>, model: Model | undefined): T {
  if (!(value instanceof Promise)) return value;
  return runStepsNow(settled(value, model ? `The schema of model '${model.name}'` : "The schema of the stored model"));
}

function writeOf(pending: PendingSet): RecordWrite {
  const { key, condition, model } = pending;
  return { key, condition, content: now(pending.prepare(), model) };
}

function* pagesOf(
  store: WorkerStore,
  prefix: string | undefined,
  signal: AbortSignal | undefined,
): Generator<readonly ResultRecord[], void, undefined> {
  for (const keys of store.scan(SPACE, { prefix })) {
    signal?.throwIfAborted();
    yield exportedPage(store, keys, store.find(keys));
  }
}
