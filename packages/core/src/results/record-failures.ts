import { inspect } from "node:util";
import { isResultsError } from "../errors/is-results-error.ts";
import { ResultsError } from "../errors/results-error.ts";

/**
 * Action for a record that cannot be copied, exported or imported: throw its error after all other records (`throw`), leave it out
 * (`skip`), or call a function. An error of the whole store, such as a full disk, is always thrown at once.
 */
export type OnRecordError = "throw" | "skip" | ((id: string, error: Error) => void);

/** Codes of errors that concern the whole store, even if they name a record. */
const STORE_ERROR_CODES = [
  "BACKEND_CLOSED",
  "STORAGE_FULL",
  "STORAGE_READ_ONLY",
  "STORAGE_UNREACHABLE",
  "STORE_NOT_FOUND",
  "STORE_TOO_NEW",
] as const;
const MAX_NAMED_IDS = 10;

/** Tells whether an error is one of a single record, and names it. */
export function isRecordError(error: unknown): error is ResultsError & { readonly id: string } {
  return isResultsError(error) && error.id !== undefined && !STORE_ERROR_CODES.some((code) => error.code === code);
}

/** Collects the errors of single records, so that the other records can be processed. */
export class RecordFailures {
  readonly #onError: OnRecordError;
  readonly #ids: string[] = [];
  #first: Error | undefined;

  /** @throws {TypeError} for an invalid `onError`. */
  constructor(onError: OnRecordError = "throw") {
    if (onError !== "throw" && onError !== "skip" && typeof onError !== "function") {
      throw new TypeError(`onError must be 'throw', 'skip' or a function, got ${inspect(onError)}.`);
    }
    this.#onError = onError;
  }

  /** Ids of the failed records. */
  get ids(): readonly string[] {
    return this.#ids;
  }

  /** Adds an error that names its record. @throws any other error, and one that concerns the whole store. */
  note(error: unknown): void {
    if (!isRecordError(error)) throw error;
    this.add(error.id, error);
  }

  /** Adds an error of work on a record. @throws one that concerns the whole store, and one that is none of this library. */
  noteOf(id: string, error: unknown): void {
    if (!isResultsError(error) || STORE_ERROR_CODES.some((code) => error.code === code)) throw error;
    this.add(id, error);
  }

  /** Adds the error of a record. */
  add(id: string, error: Error): void {
    this.#ids.push(id);
    this.#first ??= error;
    if (typeof this.#onError === "function") this.#onError(id, error);
  }

  /** Ends the work. With `onError: 'throw'`, @throws the first error, naming the other failed records. */
  end(): void {
    const error = this.#first;
    if (this.#onError !== "throw" || !error) return;
    const others = this.#ids.slice(1);
    if (others.length === 0 || !(error instanceof ResultsError)) throw error;
    const named = others.slice(0, MAX_NAMED_IDS).map((id) => `'${id}'`);
    const more = others.length > named.length ? ` and ${others.length - named.length} more` : "";
    // The first error keeps its class and fields; only its message grows.
    error.message += ` Other records failed too: ${named.join(", ")}${more}.`;
    throw error;
  }
}
