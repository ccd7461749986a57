import type { ResultId } from "../ids/result-id.ts";
import type { Model, ModelData, ModelOutput } from "../models/model.ts";
import type { ComputeAllOptions, ComputeAllSummary } from "./compute-all/compute-all-options.ts";
import type { CopyOptions, CopySummary } from "./copy-records.ts";
import type { ExportOptions, ImportOptions } from "./export-import.ts";
import type { AsyncResultsLookup } from "./lookup/async-results-lookup.ts";
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

/**
 * Store of validated results under hierarchical ids; implemented by every backend and by the manager.
 *
 * Every method rejects an invalid id with `INVALID_ID` and a closed backend with `BACKEND_CLOSED`, before it reads or writes.
 * Calls made in one turn of the event loop are executed together, in the order of the calls. Calls that run user code before
 * they write (`setMany`, `update`, `getOrCompute`, a `set` whose schema is asynchronous) write when that code has finished:
 * await them before you read.
 */
export interface AsyncResultsBackend extends AsyncResultsLookup, AsyncDisposable {
  /**
   * Stores a result. Plain data is copied at the call; later changes by the caller have no effect.
   *
   * @returns true when the data is stored, false when `'skip_if_exists'` kept an existing result.
   * @throws {ResultExistsError} `RESULT_EXISTS`; {@link ResultDiffersError} `RESULT_DIFFERS`.
   * @throws {ValidationError} `VALIDATION_FAILED` with the schema's `issues`.
   * @throws {NotRoundTrippableError} `NOT_ROUND_TRIPPABLE` when the data could not be read back equal.
   * @throws {ModelUnknownError} `MODEL_UNKNOWN` when no model is passed and no model parsed the data.
   * @throws {NamespaceAmbiguousError} `NAMESPACE_AMBIGUOUS` with `strictNamespace`.
   * @throws {TypeError} for an invalid `behavior`; `RangeError` for a `ttlSeconds` out of range.
   */
  set<M extends Model | undefined = undefined>(
    id: ResultId,
    data: ModelData<M>,
    options?: SetOptions<M>,
  ): Promise<boolean>;

  /**
   * Reads a result and validates it.
   *
   * @throws {ResultNotFoundError} `RESULT_NOT_FOUND`.
   * @throws {ValidationError} `VALIDATION_FAILED`; {@link CorruptRecordError} `CORRUPT_RECORD`.
   * @throws {ModelNotRegisteredError} `MODEL_NOT_REGISTERED` when no model is passed and the stored model is not registered.
   * @throws {ModelTooOldError} `MODEL_TOO_OLD`; {@link UpgradeFailedError} `UPGRADE_FAILED`.
   */
  get<M extends Model | undefined = undefined>(id: ResultId, model?: M, options?: GetOptions): Promise<ModelOutput<M>>;

  /** Tells whether a record is stored under the id, even a corrupt one. */
  exists(id: ResultId): Promise<boolean>;

  /** Returns the metadata of a result. Needs no model. @throws {ResultNotFoundError}, {@link CorruptRecordError} as `get`. */
  info(id: ResultId): Promise<ResultInfo>;

  /** Lists the ids of the prefix and below, by whole segments, in code-point order; all ids without a prefix. */
  listIds(prefix?: ResultId): Promise<string[]>;

  /** Iterates over ids in bounded memory. An id that exists from start to end is yielded exactly once. */
  ids(prefix?: ResultId, options?: IdsOptions): AsyncIterable<string>;

  /** Removes a result; returns whether it existed. */
  delete(id: ResultId): Promise<boolean>;

  /** Removes the results of the prefix and below, or all results without a prefix; returns their number. */
  clear(prefix?: ResultId): Promise<number>;

  /**
   * Stores many results in one round trip. All are validated first: if one is invalid, none is written.
   *
   * @returns the return value of {@link AsyncResultsBackend.set} for each entry, in order.
   * @throws as `set`, for the first failing entry; an entry that `behavior` rejects does not prevent the others from being written.
   */
  setMany<M extends Model | undefined = undefined>(
    entries: ResultEntries<M>,
    options?: SetOptions<M>,
  ): Promise<boolean[]>;

  /**
   * Reads many results in one round trip, in order; `undefined` for a missing one.
   *
   * @throws as `get`, except `RESULT_NOT_FOUND`, unless `onError` is `'return'`.
   */
  getMany<M extends Model | undefined = undefined, OnError extends "throw" | "return" = "throw">(
    ids: Iterable<ResultId>,
    model?: M,
    options?: GetManyOptions<OnError>,
  ): Promise<ReadItem<ModelOutput<M>, OnError>[]>;

  /** Removes many results in one round trip; returns how many existed. */
  deleteMany(ids: Iterable<ResultId>): Promise<number>;

  /**
   * Reads, changes and writes a result atomically, also across processes.
   *
   * `change` receives the stored value, or `undefined` if there is none, and returns the new value. If another writer changes
   * the result in the meantime, `change` is called again with the current value. The new result expires after `ttlSeconds`; the
   * lifetime of the old one is not kept. `change` may read the id; writing it there fails with `UPDATE_CYCLE`
   * ({@link UpdateCycleError}).
   *
   * @returns the new value.
   * @throws {LockTimeoutError} `LOCK_TIMEOUT` when other updates of the id hold the lock for too long; and as `get` and `set`.
   */
  update<M extends Model>(
    id: ResultId,
    model: M,
    change: (current: ModelOutput<M> | undefined) => ModelData<M> | Promise<ModelData<M>>,
    options?: UpdateOptions,
  ): Promise<ModelOutput<M>>;

  /**
   * Returns the stored result, or computes and stores it: once for all concurrent tasks and processes.
   *
   * If the computing process dies, another one takes over within seconds. If `compute` throws, every waiting caller of that
   * process receives the error, nothing is stored, and the next caller computes.
   *
   * @throws {ComputeCycleError} `COMPUTE_CYCLE` for a call within `compute` that would wait for this computation; and as `update`.
   */
  getOrCompute<M extends Model>(
    id: ResultId,
    model: M,
    compute: (context: ComputeContext) => ModelData<M> | Promise<ModelData<M>>,
    options?: ComputeOptions,
  ): Promise<ModelOutput<M>>;

  /**
   * Computes the results of a list of items, some at a time, and shares the list with every process that is given it: each result is computed
   * once. The order is that of the list, from a random item on. An item that another process is computing is skipped, and looked at again at the end. An item that fails does not stop the others.
   *
   * @returns the counts, and the items that failed with their errors.
   * @throws errors of the store; with `onError: 'throw'`, the error of the first item that fails.
   */
  computeAll<Item, M extends Model>(
    items: Iterable<Item>,
    options: ComputeAllOptions<Item, M>,
  ): Promise<ComputeAllSummary<Item>>;

  /** Removes expired results; returns their number. */
  prune(): Promise<number>;

  /**
   * Frees the disk space of removed results and returns the number of bytes: it shrinks a database, and deletes temporary files
   * that killed processes left in a file store. Stored results do not change. Returns 0 if there is nothing to free, as in memory.
   *
   * @throws {LockTimeoutError} `LOCK_TIMEOUT` when other processes write without a pause.
   */
  compact(): Promise<number>;

  /**
   * Upgrades the results of the prefix that an older version of their model wrote, each atomically; returns their number.
   *
   * Results of unregistered models are left unchanged. A result that cannot be upgraded does not stop the others: the call is
   * rejected with its error at the end.
   */
  migrate(prefix?: ResultId): Promise<number>;

  /**
   * Copies results to another backend in their stored form, with their timestamps; needs no model. A result that cannot be copied does
   * not stop the others: the call is rejected with its error at the end, unless `onError` is set.
   */
  copyTo(target: Pick<AsyncResultsBackend, "importRecords">, options?: CopyOptions): Promise<CopySummary>;

  /**
   * Yields the stored records of the prefix in pages, ordered by id. A page holds a few megabytes, or one larger record.
   *
   * @throws {CorruptRecordError} `CORRUPT_RECORD` after all other records, unless `onError` is set.
   */
  exportRecords(prefix?: ResultId, options?: ExportOptions): AsyncIterable<readonly ResultRecord[]>;

  /**
   * Stores exported records.
   *
   * @returns the return value of {@link AsyncResultsBackend.set} for each record; `false` for a failed record when `onError` is set.
   * @throws as `set`, unless `onError` is set.
   */
  importRecords(records: readonly ResultRecord[], options?: ImportOptions): Promise<boolean[]>;

  /**
   * Iterates over changes of the results of the prefix, also those that other processes make, from its first step on until its signal is aborted
   * or the store is closed. It keeps no process alive.
   *
   * Each change is told at least once, within about 0.3 seconds; several changes of one result may be told as one. What was told last about an id
   * is whether the result is there. A result that expires is told when it is removed.
   */
  watch(prefix?: ResultId, options?: WatchOptions): AsyncIterable<ResultChange>;

  /** Waits for pending calls; later calls are rejected. Closing again is a no-op. */
  close(): Promise<void>;
}
