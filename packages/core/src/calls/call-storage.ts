import type { DigestKeys } from "../values/digest-keys.ts";
import type { ValueStorage } from "../values/value-storage.ts";
import type { Call, CallTemplate, StoredCall } from "./call.ts";

/** How a call is stored. */
export interface SaveCallOptions {
  /** For how long it is kept; forever unless given. A positive finite number of seconds. */
  readonly ttlSeconds?: number | undefined;
}

/** How a call is computed. */
export interface ComputeCallOptions extends SaveCallOptions {
  /** Ends this caller's wait; the computation goes on while others wait. */
  readonly signal?: AbortSignal | undefined;
}

/** What a computation of a call gets. */
export interface CallContext {
  /** Aborted when nobody waits for the result any more. */
  readonly signal: AbortSignal;
  /** The arguments as they were at the call: copies that belong to the computation. */
  readonly arguments: Readonly<Record<string, unknown>>;
}

/** Calls of functions, found by what was called and with what. Their values are stored beside them, each once. */
export interface CallStorage extends DigestKeys, AsyncDisposable {
  /** The values of the calls. */
  readonly values: ValueStorage;
  /**
   * The key of a call: the digest of its name, module, version, and arguments in their order.
   *
   * @throws {TypeError} for what is no call; {@link NotRoundTrippableError} `NOT_ROUND_TRIPPABLE` for arguments that cannot be stored.
   */
  key(call: Call): string;
  /**
   * Stores a call with its values, and returns its key. One of the same key is replaced, in one step.
   *
   * @throws {TypeError} for what is no call; {@link RangeError} for `ttlSeconds`.
   * @throws {NotRoundTrippableError} `NOT_ROUND_TRIPPABLE` for values that cannot be stored.
   * @throws {DigestNotFoundError} `DIGEST_NOT_FOUND` when a value that is given by its digest is not stored.
   */
  save(call: Call, options?: SaveCallOptions): Promise<string>;
  /**
   * The call that is stored under a key, or the beginning of one.
   *
   * @throws {DigestNotFoundError} `DIGEST_NOT_FOUND`; {@link AmbiguousDigestError} `AMBIGUOUS_DIGEST`.
   * @throws {CorruptRecordError} `CORRUPT_RECORD` for what is no call, or not the one of its key.
   */
  load(key: string): Promise<StoredCall>;
  /**
   * The calls that are what a template says, in the order of their keys, in bounded memory. What is damaged is left out, and so is what
   * goes while it is being read.
   *
   * @throws {TypeError} at once, for what is no template.
   */
  query(template?: CallTemplate): AsyncIterable<StoredCall>;
  /**
   * Rewrites every call: `change` says what becomes of it, its key follows. All of them or none, also where the process is killed meanwhile.
   * Where two become the same call, the one that was stored later stays. Returns how many changed.
   *
   * @param change may ask this storage, but not transform it: that would wait for itself. Calls stay what they are unless given, and only their keys are made anew.
   * @throws what `change` throws: then nothing has changed.
   */
  transform(change?: (call: StoredCall) => Call | Promise<Call>): Promise<number>;
  /**
   * The result of a call that is stored, or what `compute` returns, which is stored with the call. However many ask, in whatever process,
   * it is computed once; where that fails nothing is stored, everyone of the process who waits is told, and the next one tries again.
   * A computation that uses the `arguments` of its context works on what the call is stored under, whatever the caller has changed since.
   * A computation that awaits the same call awaits itself, for ever.
   *
   * @throws as {@link CallStorage.save}; what `compute` throws; the signal's reason.
   */
  getOrCompute(call: Call, compute: (context: CallContext) => unknown, options?: ComputeCallOptions): Promise<unknown>;
  /** Removes calls that have expired, and returns how many. Their values go with the next {@link CallStorage.gc}. */
  prune(): Promise<number>;
  /**
   * Gives back to the system the space that removed calls and values have left, and returns how many bytes: a database shrinks,
   * temporary files that killed processes left in a store of files go. Nothing that is stored changes. 0 where nothing can be given
   * back, as in memory.
   *
   * @throws {LockTimeoutError} `LOCK_TIMEOUT` when other processes write all the time.
   */
  compact(): Promise<number>;

  /** Removes values that no call reaches; see {@link ValueStorage.gc}. */
  gc(roots?: Iterable<string>): Promise<number>;
  /** Waits for what was accepted, then refuses everything. Closing again is a no-op. */
  close(): Promise<void>;
}
