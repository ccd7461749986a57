import type {
  ComputeContext,
  ComputeOptions,
  CopyOptions,
  CopySummary,
  ExportOptions,
  GetOptions,
  IdsOptions,
  ImportOptions,
  Model,
  ModelInput,
  ModelOutput,
  ResultId,
  ResultInfo,
  ResultRecord,
  SetOptions,
  UpdateOptions,
} from "@results-manager/core";

/**
 * The results face for those who block: `AsyncResultsBackend` with plain values instead of promises.
 *
 * Each method does and throws what is said there, and `SYNC_BRIDGE_FAILED` when the worker dies or takes longer than `timeoutMs`. An
 * asynchronous schema or function is a `TypeError`.
 */
export interface BlockingResults extends Disposable {
  /** See `AsyncResultsBackend.set`. */
  set<M extends Model>(
    id: ResultId,
    data: ModelInput<M> | ModelOutput<M>,
    options: SetOptions<M> & { readonly model: M },
  ): boolean;
  set(id: ResultId, data: object, options?: SetOptions<undefined>): boolean;

  /** See `AsyncResultsBackend.setMany`; one crossing. */
  setMany<M extends Model>(
    entries: Iterable<readonly [ResultId, ModelInput<M> | ModelOutput<M>]>,
    options: SetOptions<M> & { readonly model: M },
  ): boolean[];
  setMany(entries: Iterable<readonly [ResultId, object]>, options?: SetOptions<undefined>): boolean[];

  /** See `AsyncResultsBackend.get`. */
  get<M extends Model>(id: ResultId, model: M, options?: GetOptions): ModelOutput<M>;
  get(id: ResultId, model?: undefined, options?: GetOptions): unknown;

  /** See `AsyncResultsBackend.getMany`; one crossing. */
  getMany<M extends Model>(ids: Iterable<ResultId>, model: M, options?: GetOptions): (ModelOutput<M> | undefined)[];
  getMany(ids: Iterable<ResultId>, model?: undefined, options?: GetOptions): unknown[];

  /** Tells whether something is stored under the id; a corrupt record is. */
  exists(id: ResultId): boolean;

  /** What is known of a result besides its value. */
  info(id: ResultId): ResultInfo;

  /** The ids of the prefix and below, by whole segments, in code-point order; all of them without a prefix. */
  listIds(prefix?: ResultId): string[];

  /** The same in bounded memory: a page crosses when it is needed. An id that is there from start to end comes exactly once. */
  ids(prefix?: ResultId, options?: IdsOptions): Generator<string, void, undefined>;

  /** Removes a result; tells whether it was there. */
  delete(id: ResultId): boolean;

  /** Removes many results in one crossing; returns how many were there. */
  deleteMany(ids: Iterable<ResultId>): number;

  /** Removes the results of the prefix and below, all of them without a prefix, and nothing else; returns how many. */
  clear(prefix?: ResultId): number;

  /**
   * Reads, changes and writes a result atomically, across processes too; see `AsyncResultsBackend.update`.
   *
   * `signal` is looked at between attempts: nothing can abort it while this thread waits.
   */
  update<M extends Model>(
    id: ResultId,
    model: M,
    change: (current: ModelOutput<M> | undefined) => ModelOutput<M>,
    options?: UpdateOptions,
  ): ModelOutput<M>;

  /**
   * Returns the stored result, or computes and stores it: once, however many threads and processes ask; see
   * `AsyncResultsBackend.getOrCompute`. While another one computes it, this thread waits for as long as that takes.
   */
  getOrCompute<M extends Model>(
    id: ResultId,
    model: M,
    compute: (context: ComputeContext) => ModelOutput<M>,
    options?: ComputeOptions,
  ): ModelOutput<M>;

  /** Removes what has expired; returns how many. */
  prune(): number;

  /** Gives back to the system the space that removed results have left; returns how many bytes. */
  compact(): number;

  /** Rewrites the results of the prefix that an older version of their model wrote; see `AsyncResultsBackend.migrate`. */
  migrate(prefix?: ResultId): number;

  /** Copies results to another manager as they are stored, times included; see `AsyncResultsBackend.copyTo`. */
  copyTo(target: Pick<BlockingResults, "importRecords">, options?: CopyOptions): CopySummary;

  /** The stored records of the prefix, in pages, in the order of their ids; see `AsyncResultsBackend.exportRecords`. */
  exportRecords(prefix?: ResultId, options?: ExportOptions): Generator<readonly ResultRecord[], void, undefined>;

  /** Stores records as they were exported; see `AsyncResultsBackend.importRecords`. */
  importRecords(records: readonly ResultRecord[], options?: ImportOptions): boolean[];

  /** Closes the store, and refuses everything from then on. Closing again is a no-op; a script that ends need not. */
  close(): void;
}
