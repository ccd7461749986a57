import { ResultsError, type ResultsErrorDetails } from "./results-error.ts";

/** `BACKEND_CLOSED`: the backend was used after `close()`. */
export class BackendClosedError extends ResultsError {
  constructor() {
    super("BACKEND_CLOSED", "This backend is closed. Open a new one on the same store.");
  }
}

/** `STORE_NOT_FOUND`: `createIfMissing` was false, and there is no store. */
export class StoreNotFoundError extends ResultsError {
  constructor(location: string) {
    super("STORE_NOT_FOUND", `There is no store at '${location}'. Check the path, or pass createIfMissing: true.`);
  }
}

/** `STORE_TOO_NEW`: the store has a layout that a newer release has made. Nothing was read or changed. */
export class StoreTooNewError extends ResultsError {
  /** The version of the store's layout. */
  readonly version: number;
  /** The newest version that this release can use. */
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

/** `LOCK_TIMEOUT`: somebody else held the lock for longer than the caller would wait. */
export class LockTimeoutError extends ResultsError {
  /** @param what is locked: the key of a result, unless `details` say otherwise. */
  constructor(what: string, timeoutMs: number, details: ResultsErrorDetails = { id: what }) {
    const hint = "Its holder may hang; or raise the timeout.";
    super("LOCK_TIMEOUT", `The lock of '${what}' was not free within ${timeoutMs} ms. ${hint}`, details);
  }
}

/** `STORAGE_FAILED`, `STORAGE_FULL`, `STORAGE_READ_ONLY`: the medium refused; `cause` is its own error. */
export class StorageError extends ResultsError {
  constructor(
    message: string,
    details: ResultsErrorDetails = {},
    code: "STORAGE_FAILED" | "STORAGE_FULL" | "STORAGE_READ_ONLY" = "STORAGE_FAILED",
  ) {
    super(code, message, details);
  }
}

/** `VALUE_TOO_LARGE`: the value takes more than the medium could read back, and nothing was written; or more than it may when it is loaded. */
export class ValueTooLargeError extends ResultsError {
  /** @param reason says how much the value takes, and what the limit is. */
  constructor(key: string, reason: string, cause?: unknown, advice = "Store it in parts, or as bytes.") {
    super("VALUE_TOO_LARGE", `The value of '${key}' is too large: ${reason}. ${advice}`, { id: key, cause });
  }
}
