import { inspect } from "node:util";
import { isResultsError } from "../errors/is-results-error.ts";
import { ResultsError } from "../errors/results-error.ts";

/**
 * What becomes of a record that cannot be copied, exported or imported while all others are: its error is thrown at the end (`throw`), left
 * out (`skip`), or given to a function. An error of the store as a whole, such as a full disk, always ends the work at once.
 */
export type OnRecordError = "throw" | "skip" | ((id: string, error: Error) => void);

/** Errors that say nothing of a single record, though they may name one. */
const OF_THE_STORE = [
  "BACKEND_CLOSED",
  "STORAGE_FULL",
  "STORAGE_READ_ONLY",
  "STORE_NOT_FOUND",
  "STORE_TOO_NEW",
] as const;
const MOST_NAMED = 10;

/** Gathers what failed with single records, so that it does not keep the others from being worked on. */
export class RecordFailures {
  readonly #onError: OnRecordError;
  readonly #ids: string[] = [];
  #first: Error | undefined;

  /** @throws {TypeError} for an `onError` that is none. */
  constructor(onError: OnRecordError = "throw") {
    if (onError !== "throw" && onError !== "skip" && typeof onError !== "function") {
      throw new TypeError(`onError must be 'throw', 'skip' or a function, got ${inspect(onError)}.`);
    }
    this.#onError = onError;
  }

  /** The ids of the records that failed. */
  get ids(): readonly string[] {
    return this.#ids;
  }

  /** Notes an error. @throws the error itself where it says more than that one record failed. */
  note(error: unknown): void {
    if (!isResultsError(error) || error.id === undefined || OF_THE_STORE.some((code) => error.code === code))
      throw error;
    this.add(error.id, error);
  }

  /** Notes the error of a record. */
  add(id: string, error: Error): void {
    this.#ids.push(id);
    this.#first ??= error;
    if (typeof this.#onError === "function") this.#onError(id, error);
  }

  /** Ends the work. @throws the first error, naming the other records that failed, unless they are skipped or were told. */
  end(): void {
    const error = this.#first;
    if (this.#onError !== "throw" || !error) return;
    const others = this.#ids.slice(1);
    if (others.length === 0 || !(error instanceof ResultsError)) throw error;
    const named = others.slice(0, MOST_NAMED).map((id) => `'${id}'`);
    const more = others.length > named.length ? ` and ${others.length - named.length} more` : "";
    // Of the same class, with all that it says of the first.
    error.message += ` It is not the only one: ${named.join(", ")}${more} failed, too.`;
    throw error;
  }
}
