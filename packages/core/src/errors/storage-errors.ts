import type { ResultsErrorCode } from "./error-codes.ts";
import { ResultsError, type ResultsErrorDetails } from "./results-error.ts";

/** Store that was closed. */
export interface ClosedStore {
  readonly face?: "results" | "cache" | "values" | "calls" | undefined;
  /** Folder, database or server. */
  readonly place?: string | undefined;
}

/** `BACKEND_CLOSED`: the backend was used after `close()`. */
export class BackendClosedError extends ResultsError {
  /** @param closed Part of the store that is closed, and its place, as far as they are known. */
  constructor({ face, place }: ClosedStore = {}) {
    const what = face === undefined ? "The store" : face === "cache" ? "The cache" : `The store of ${face}`;
    const where = place === undefined ? "" : ` in ${place}`;
    super("BACKEND_CLOSED", `${what}${where} is closed. Open it again, or close it after its last call.`);
  }
}

/** `STORE_NOT_FOUND`: the store does not exist, and `createIfMissing` is false. */
export class StoreNotFoundError extends ResultsError {
  /** @param remedy Way to have a store there. */
  constructor(location: string, remedy = "pass createIfMissing: true") {
    super("STORE_NOT_FOUND", `There is no store at '${location}'. Check the path, or ${remedy}.`);
  }
}

/** `STORE_TOO_NEW`: a newer release made the layout of the store. Nothing was read or changed. */
export class StoreTooNewError extends ResultsError {
  /** Layout version of the store. */
  readonly version: number;
  /** Newest layout version that this release supports. */
  readonly supported: number;

  constructor(location: string, version: number, supported: number) {
    super(
      "STORE_TOO_NEW",
      `The store at '${location}' has layout version ${version}; this release supports versions up to ${supported}. Update the library.`,
    );
    this.version = version;
    this.supported = supported;
  }
}

/** `LOCK_TIMEOUT`: another holder kept the lock for longer than the timeout. */
export class LockTimeoutError extends ResultsError {
  /** @param what Locked key; it is the `id` of the error unless `details` is passed. */
  constructor(what: string, timeoutMs: number, details: ResultsErrorDetails = { id: what }) {
    const hint = "Check whether its holder hangs, or raise the timeout.";
    super("LOCK_TIMEOUT", `The lock of '${what}' was not free within ${timeoutMs} ms. ${hint}`, details);
  }
}

/**
 * `STORAGE_FAILED`, `STORAGE_FULL`, `STORAGE_READ_ONLY`, `STORAGE_UNREACHABLE`: an operation of the medium failed; `cause` is its error.
 * `NATIVE_MODULE_MISSING`: the medium needs a module that cannot be loaded on this system.
 */
export class StorageError extends ResultsError {
  constructor(
    message: string,
    details: ResultsErrorDetails = {},
    code: "NATIVE_MODULE_MISSING" | Extract<ResultsErrorCode, `STORAGE_${string}`> = "STORAGE_FAILED",
  ) {
    super(code, message, details);
  }
}

/** `VALUE_TOO_LARGE`: the value exceeds the limit of the medium, and nothing was written; or the limit of a load. */
export class ValueTooLargeError extends ResultsError {
  /** @param reason Size of the value, and the limit. */
  constructor(key: string, reason: string, cause?: unknown, advice = "Store it in parts, or as bytes.") {
    super("VALUE_TOO_LARGE", `The value of '${key}' is too large: ${reason}. ${advice}`, { id: key, cause });
  }
}
