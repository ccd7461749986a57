import type { ResultId } from "../ids/result-id.ts";
import type { Model, ModelInput, ModelOutput } from "../models/model.ts";
import type { CopyOptions, CopySummary } from "./copy-records.ts";
import type { ExportOptions, ImportOptions } from "./export-import.ts";
import type { ResultRecord } from "./result-record.ts";
import type { SetBehavior } from "./set-behavior.ts";

/** How a result is written. */
export interface SetOptions<M extends Model | undefined = Model | undefined> {
  /** What the data is checked against; not needed for what a model parsed or a get returned. */
  readonly model?: M;
  /** What happens where a result is stored already; `'raise_if_exists'` unless given. */
  readonly behavior?: SetBehavior | undefined;
  /** Where the model is looked for on reads; where it is registered, a non-default namespace first, unless given. */
  readonly namespace?: string | undefined;
  /** Refuse to choose between several non-default namespaces. */
  readonly strictNamespace?: boolean | undefined;
  /** After how many seconds the result is absent again; a positive finite number. Without it, never. */
  readonly ttlSeconds?: number | undefined;
}

/** How a result is read. */
export interface GetOptions {
  /** Where the stored model name is looked for instead of the stored namespace. */
  readonly namespace?: string | undefined;
}

/** How a result is changed. */
export interface UpdateOptions {
  readonly namespace?: string | undefined;
  readonly strictNamespace?: boolean | undefined;
  /** After how many seconds the result is absent again. Without it, never. */
  readonly ttlSeconds?: number | undefined;
  /** Ends the wait for other updates of the same id. */
  readonly signal?: AbortSignal | undefined;
}

/** How a result is computed. */
export interface ComputeOptions {
  readonly namespace?: string | undefined;
  readonly strictNamespace?: boolean | undefined;
  /** After how many seconds the result is computed anew. Without it, never. */
  readonly ttlSeconds?: number | undefined;
  /** Ends this caller's wait; the computation is told, and its value dropped, only when nobody waits any more. */
  readonly signal?: AbortSignal | undefined;
}

/** What a computation is given. */
export interface ComputeContext {
  /** Aborted when nobody waits for the result any more. */
  readonly signal: AbortSignal;
}

/** Which ids are listed. */
export interface IdsOptions {
  /** Only ids behind this one, in code-point order. */
  readonly after?: ResultId | undefined;
  /** At most so many. */
  readonly limit?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What is known of a result besides its value. */
export interface ResultInfo {
  readonly id: string;
  readonly modelName: string;
  readonly namespace: string;
  /** The version of the model that wrote it. */
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** Absent for a result that does not expire. */
  readonly expiresAt: Date | undefined;
}

/**
 * Keeps validated results under hierarchical ids; what every backend, and the manager, implements.
 *
 * Every method refuses a bad id with `INVALID_ID` and a closed backend with `BACKEND_CLOSED`, before anything is touched.
 * Calls made in one turn of the event loop are carried out together, in the order of the calls. Those that run code of yours
 * before they write (`setMany`, `update`, `getOrCompute`, a `set` whose schema is asynchronous) write when that is done: await
 * them before you read.
 */
export interface AsyncResultsBackend extends AsyncDisposable {
  /**
   * Stores a result. Plain data is copied at the call; what the caller changes later does not show.
   *
   * @returns true when it is stored, false when `'skip_if_exists'` kept what was there.
   * @throws {ResultExistsError} `RESULT_EXISTS`; {@link ResultDiffersError} `RESULT_DIFFERS`.
   * @throws {ValidationError} `VALIDATION_FAILED` with the schema's `issues`.
   * @throws {NotRoundTrippableError} `NOT_ROUND_TRIPPABLE` when it could not be read back equal.
   * @throws {ModelUnknownError} `MODEL_UNKNOWN` when no model is given and none parsed the data.
   * @throws {NamespaceAmbiguousError} `NAMESPACE_AMBIGUOUS` with `strictNamespace`.
   * @throws {TypeError} for a behaviour that is none; `RangeError` for a `ttlSeconds` out of range.
   */
  set<M extends Model>(
    id: ResultId,
    data: ModelInput<M> | ModelOutput<M>,
    options: SetOptions<M> & { readonly model: M },
  ): Promise<boolean>;
  set(id: ResultId, data: object, options?: SetOptions<undefined>): Promise<boolean>;

  /**
   * Reads a result and validates it.
   *
   * @throws {ResultNotFoundError} `RESULT_NOT_FOUND`.
   * @throws {ValidationError} `VALIDATION_FAILED`; {@link CorruptRecordError} `CORRUPT_RECORD`.
   * @throws {ModelNotRegisteredError} `MODEL_NOT_REGISTERED` when no model is given and the stored one is not known.
   * @throws {ModelTooOldError} `MODEL_TOO_OLD`; {@link UpgradeFailedError} `UPGRADE_FAILED`.
   */
  get<M extends Model>(id: ResultId, model: M, options?: GetOptions): Promise<ModelOutput<M>>;
  get(id: ResultId, model?: undefined, options?: GetOptions): Promise<unknown>;

  /** Tells whether something is stored under the id; a corrupt record is. */
  exists(id: ResultId): Promise<boolean>;

  /** What is known of a result besides its value. @throws as {@link AsyncResultsBackend.get}, but looks at no model. */
  info(id: ResultId): Promise<ResultInfo>;

  /** The ids of the prefix and below, by whole segments, in code-point order; all of them without a prefix. */
  listIds(prefix?: ResultId): Promise<string[]>;

  /** The same, in bounded memory. An id that is there from start to end comes exactly once. */
  ids(prefix?: ResultId, options?: IdsOptions): AsyncIterable<string>;

  /** Removes a result; tells whether it was there. */
  delete(id: ResultId): Promise<boolean>;

  /** Removes the results of the prefix and below, all of them without a prefix, and nothing else; returns how many. */
  clear(prefix?: ResultId): Promise<number>;

  /**
   * Stores many results in one round trip. All are checked first: where one is refused, none is written.
   *
   * @returns for each, in order, what {@link AsyncResultsBackend.set} would.
   * @throws as `set`, for the first of them in order; what the behaviour of one refuses does not keep the others from being written.
   */
  setMany<M extends Model>(
    entries: Iterable<readonly [ResultId, ModelInput<M> | ModelOutput<M>]>,
    options: SetOptions<M> & { readonly model: M },
  ): Promise<boolean[]>;
  setMany(entries: Iterable<readonly [ResultId, object]>, options?: SetOptions<undefined>): Promise<boolean[]>;

  /** Reads many results in one round trip, in order; `undefined` for what is not there. @throws as `get`, otherwise. */
  getMany<M extends Model>(
    ids: Iterable<ResultId>,
    model: M,
    options?: GetOptions,
  ): Promise<(ModelOutput<M> | undefined)[]>;
  getMany(ids: Iterable<ResultId>, model?: undefined, options?: GetOptions): Promise<unknown[]>;

  /** Removes many results in one round trip; returns how many were there. */
  deleteMany(ids: Iterable<ResultId>): Promise<number>;

  /**
   * Reads, changes and writes a result atomically, across processes too.
   *
   * `change` gets what is stored, `undefined` where nothing is, and returns what shall be; where another writer came between,
   * it is called again with what is stored then. The new result expires as `ttlSeconds` says, not as the old one did.
   *
   * @returns what is now stored.
   * Within `change` the id may be read; what writes it there is `UPDATE_CYCLE` ({@link UpdateCycleError}).
   *
   * @throws {LockTimeoutError} `LOCK_TIMEOUT` where other updates of the id hold a lock for too long; and as `get` and `set`.
   */
  update<M extends Model>(
    id: ResultId,
    model: M,
    change: (current: ModelOutput<M> | undefined) => ModelOutput<M> | Promise<ModelOutput<M>>,
    options?: UpdateOptions,
  ): Promise<ModelOutput<M>>;

  /**
   * Returns the stored result, or computes and stores it: once, however many tasks and processes ask.
   *
   * If the process that computes dies, another takes over within seconds. If `compute` throws, that error reaches everyone of
   * that process who waits, nothing is stored, and the next caller computes.
   *
   * @throws {ComputeCycleError} `COMPUTE_CYCLE`, within `compute`, for what would wait for this computation; and as `update`.
   */
  getOrCompute<M extends Model>(
    id: ResultId,
    model: M,
    compute: (context: ComputeContext) => ModelOutput<M> | Promise<ModelOutput<M>>,
    options?: ComputeOptions,
  ): Promise<ModelOutput<M>>;

  /** Removes what has expired; returns how many. */
  prune(): Promise<number>;

  /**
   * Gives back to the system the space that removed results have left, and returns how many bytes: a database shrinks,
   * temporary files that killed processes left in a store of files go. Nothing that is stored changes. 0 where nothing can be given
   * back, as in memory.
   *
   * @throws {LockTimeoutError} `LOCK_TIMEOUT` when other processes write all the time.
   */
  compact(): Promise<number>;

  /**
   * Rewrites the results of the prefix that an older version of their model wrote, each atomically; returns how many.
   *
   * Results of models that are not registered are left as they are. One that cannot be upgraded does not keep the others from it:
   * the call is rejected with its error at the end.
   */
  migrate(prefix?: ResultId): Promise<number>;

  /**
   * Copies results to another backend as they are stored, times included: no model is needed. One that cannot be copied does not keep the
   * others from it: the call is rejected with its error at the end, unless `onError` says otherwise.
   */
  copyTo(target: Pick<AsyncResultsBackend, "importRecords">, options?: CopyOptions): Promise<CopySummary>;

  /**
   * The stored records of the prefix, in pages, in the order of their ids; a page takes some megabytes, or is one record.
   *
   * @throws {CorruptRecordError} `CORRUPT_RECORD` at the end, when all others have come; unless `onError` says otherwise.
   */
  exportRecords(prefix?: ResultId, options?: ExportOptions): AsyncIterable<readonly ResultRecord[]>;

  /**
   * Stores records as they were exported; for each, what {@link AsyncResultsBackend.set} would return or throw, or `false` where `onError`
   * says that one which cannot be stored is left out.
   */
  importRecords(records: readonly ResultRecord[], options?: ImportOptions): Promise<boolean[]>;

  /** Waits for what was accepted, then refuses everything. Closing again is a no-op. */
  close(): Promise<void>;
}
