import type {
  ComputeContext,
  ComputeOptions,
  CopyOptions,
  CopySummary,
  ExportOptions,
  GetManyOptions,
  GetOptions,
  IdsOptions,
  ImportOptions,
  Model,
  ModelData,
  ModelOutput,
  ReadItem,
  ResultEntries,
  ResultId,
  ResultInfo,
  ResultRecord,
  SetOptions,
  UpdateOptions,
} from "@results-manager/core";
import type { BlockingLookup } from "./blocking-lookup.ts";

/**
 * Results face of blocking stores: `AsyncResultsBackend` with plain values instead of promises.
 *
 * Each method behaves and throws as documented there, and throws `SYNC_BRIDGE_FAILED` when the worker dies or takes longer than
 * `timeoutMs`. An asynchronous schema or function is a `TypeError`.
 */
export interface BlockingResults extends BlockingLookup, Disposable {
  /** Stores a result; see `AsyncResultsBackend.set`. */
  set<M extends Model | undefined = undefined>(id: ResultId, data: ModelData<M>, options?: SetOptions<M>): boolean;

  /** Stores many results in one message to the worker; see `AsyncResultsBackend.setMany`. */
  setMany<M extends Model | undefined = undefined>(entries: ResultEntries<M>, options?: SetOptions<M>): boolean[];

  /** Returns a result; see `AsyncResultsBackend.get`. */
  get<M extends Model | undefined = undefined>(id: ResultId, model?: M, options?: GetOptions): ModelOutput<M>;

  /** Returns many results in one message to the worker; see `AsyncResultsBackend.getMany`. */
  getMany<M extends Model | undefined = undefined, OnError extends "throw" | "return" = "throw">(
    ids: Iterable<ResultId>,
    model?: M,
    options?: GetManyOptions<OnError>,
  ): ReadItem<ModelOutput<M>, OnError>[];

  /** Tells whether a record is stored under the id, even a corrupt one. */
  exists(id: ResultId): boolean;

  /** Returns a result's metadata without its value. */
  info(id: ResultId): ResultInfo;

  /** Lists the id equal to the prefix and the ids below it, by whole segments, in code-point order; all ids without a prefix. */
  listIds(prefix?: ResultId): string[];

  /** Yields the ids of `listIds` in bounded memory, fetching pages on demand. An id that exists throughout is yielded exactly once. */
  ids(prefix?: ResultId, options?: IdsOptions): Generator<string, void, undefined>;

  /** Removes a result; tells whether it was there. */
  delete(id: ResultId): boolean;

  /** Removes many results in one message to the worker; returns how many were there. */
  deleteMany(ids: Iterable<ResultId>): number;

  /** Removes the results of the prefix and below, all of them without a prefix, and nothing else; returns how many. */
  clear(prefix?: ResultId): number;

  /**
   * Reads, changes and writes a result atomically, across processes too; see `AsyncResultsBackend.update`.
   *
   * `signal` is checked between attempts: nothing can abort it while this thread waits.
   */
  update<M extends Model>(
    id: ResultId,
    model: M,
    change: (current: ModelOutput<M> | undefined) => ModelData<M>,
    options?: UpdateOptions,
  ): ModelOutput<M>;

  /**
   * Returns the stored result, or computes and stores it: once, however many threads and processes ask for it; see
   * `AsyncResultsBackend.getOrCompute`. This thread waits while another one computes it.
   */
  getOrCompute<M extends Model>(
    id: ResultId,
    model: M,
    compute: (context: ComputeContext) => ModelData<M>,
    options?: ComputeOptions,
  ): ModelOutput<M>;

  /** Removes expired results; returns how many. */
  prune(): number;

  /** Returns the space of removed results to the system; returns the number of bytes. */
  compact(): number;

  /** Rewrites the results of the prefix that an older version of their model wrote; see `AsyncResultsBackend.migrate`. */
  migrate(prefix?: ResultId): number;

  /** Copies results to another manager as they are stored, times included; see `AsyncResultsBackend.copyTo`. */
  copyTo(target: Pick<BlockingResults, "importRecords">, options?: CopyOptions): CopySummary;

  /** Yields the stored records of the prefix in pages, in the order of their ids; see `AsyncResultsBackend.exportRecords`. */
  exportRecords(prefix?: ResultId, options?: ExportOptions): Generator<readonly ResultRecord[], void, undefined>;

  /** Stores exported records; see `AsyncResultsBackend.importRecords`. */
  importRecords(records: readonly ResultRecord[], options?: ImportOptions): boolean[];

  /** Closes the store; later calls are refused. Closing again is a no-op. A script that ends need not close it. */
  close(): void;
}
