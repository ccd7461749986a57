import type { CopySummary } from "../results/copy-records.ts";
import type {
  CopyRecordsOptions,
  ExportRecordsOptions,
  ImportRecordsOptions,
  KeyedRecord,
} from "../transfer/keyed-record.ts";
import type { DigestKeys } from "../values/digest-keys.ts";
import type { GcOptions, ValueStorage } from "../values/value-storage.ts";
import type { Call, CallTemplate, StoredCall } from "./call.ts";

/** Options for saving a call. */
export interface SaveCallOptions {
  /** Seconds until the call expires, a positive finite number. Default: never. */
  readonly ttlSeconds?: number | undefined;
}

/** Options for computing a call. */
export interface ComputeCallOptions extends SaveCallOptions {
  /** Ends the wait of this caller; the computation goes on while others wait. */
  readonly signal?: AbortSignal | undefined;
}

/** Argument of a computation. */
export interface CallContext {
  /** Signal that is aborted when all callers have stopped waiting for the result. */
  readonly signal: AbortSignal;
  /** Copies of the arguments as they were at the call. The computation may change them. */
  readonly arguments: Readonly<Record<string, unknown>>;
}

/** Storage of function calls, found by function and arguments. Argument and result values are stored separately, equal ones once. */
export interface CallStorage extends DigestKeys, AsyncDisposable {
  /** Values of the calls. */
  readonly values: ValueStorage;
  /**
   * Returns the key of a call: the digest of its name, module, version, and arguments in order.
   *
   * @throws {TypeError} for an invalid call; {@link NotRoundTrippableError} `NOT_ROUND_TRIPPABLE` for arguments that cannot be stored.
   */
  key(call: Call): string;
  /**
   * Stores a call with its values, and returns its key. A call of the same key is replaced atomically.
   *
   * @throws {TypeError} for an invalid call; {@link RangeError} for an invalid `ttlSeconds`.
   * @throws {NotRoundTrippableError} `NOT_ROUND_TRIPPABLE` for values that cannot be stored.
   * @throws {DigestNotFoundError} `DIGEST_NOT_FOUND` if a referenced value is not stored.
   */
  save(call: Call, options?: SaveCallOptions): Promise<string>;
  /**
   * Loads the call of a key or of an unambiguous prefix of a key.
   *
   * @throws {DigestNotFoundError} `DIGEST_NOT_FOUND`; {@link AmbiguousDigestError} `AMBIGUOUS_DIGEST`.
   * @throws {CorruptRecordError} `CORRUPT_RECORD` if the record is not a call, or belongs to another key.
   */
  load(key: string): Promise<StoredCall>;
  /**
   * Yields the calls that match a template, in key order, in bounded memory. Damaged calls are skipped, and so are calls that are removed
   * while the query runs.
   *
   * @throws {TypeError} immediately, for an invalid template.
   */
  query(template?: CallTemplate): AsyncIterable<StoredCall>;
  /**
   * Rewrites every call with the result of `change`, and recomputes its key. Atomic, even if the process is killed. If two calls become the
   * same call, the one that was stored later is kept. Returns the number of changed calls.
   *
   * @param change Returns the new call. It may use this storage but must not call `transform`, which would wait for itself. By default
   * calls stay the same, and only their keys are recomputed.
   * @throws the error of `change`, in which case nothing has changed.
   */
  transform(change?: (call: StoredCall) => Call | Promise<Call>): Promise<number>;
  /**
   * Returns the result of a stored call, or calls `compute` and stores its result with the call. Concurrent calls in all processes compute
   * it once. If the computation fails, nothing is stored, all waiting callers of that process get the error, and the next caller tries
   * again. The `arguments` of the context are those that the call is stored with, even if the caller has changed the originals since. A
   * computation that awaits the same call waits for itself forever.
   *
   * @throws as {@link CallStorage.save}; the error of `compute`; the reason of the signal.
   */
  getOrCompute(call: Call, compute: (context: CallContext) => unknown, options?: ComputeCallOptions): Promise<unknown>;
  /** Removes expired calls, and returns their number. Their values are removed by the next {@link CallStorage.gc}. */
  prune(): Promise<number>;
  /**
   * Returns the space of removed calls and values to the operating system, and the number of bytes freed: a database shrinks, and a file
   * store removes temporary files of killed processes. Stored data does not change. Returns 0 if nothing can be freed, as in memory.
   *
   * @throws {LockTimeoutError} `LOCK_TIMEOUT` if other processes write all the time.
   */
  compact(): Promise<number>;

  /** Removes values that no call refers to; see {@link ValueStorage.gc}. */
  gc(roots?: Iterable<string>, options?: GcOptions): Promise<number>;
  /**
   * Yields the stored records of calls in pages of a few megabytes, ordered by key.
   *
   * @throws the error of a damaged record, after all others, unless `onError` is set.
   */
  exportRecords(options?: ExportRecordsOptions): AsyncIterable<readonly KeyedRecord[]>;
  /**
   * Stores records from {@link CallStorage.exportRecords}, in place of existing ones; gives `false` for calls that have expired.
   *
   * @throws {DigestNotFoundError} `DIGEST_NOT_FOUND` for a call whose values are not stored: import these before, or use `copyTo`.
   */
  importRecords(records: readonly KeyedRecord[], options?: ImportRecordsOptions): Promise<boolean[]>;
  /** Copies all values, aliases and calls to another storage. The counts are those of calls. */
  copyTo(target: Pick<CallStorage, "importRecords" | "values">, options?: CopyRecordsOptions): Promise<CopySummary>;
  /** Waits for accepted calls, then refuses all further ones. Closing again has no effect. */
  close(): Promise<void>;
}
