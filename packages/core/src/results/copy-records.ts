import { given } from "../errors/given.ts";
import type { ResultId } from "../ids/result-id.ts";
import type { ImportOptions } from "./export-import.ts";
import type { OnRecordError, RecordFailures } from "./record-failures.ts";
import type { SetBehavior } from "./set-behavior.ts";

/** Progress of a copy. */
export interface CopyProgress {
  /** Number of results processed so far. */
  readonly done: number;
  /** Number of results to copy, counted at the start. */
  readonly total: number;
}

/** Options of a copy. */
export interface CopyOptions {
  /** Copies only this id and the ids below it; all results by default. */
  readonly prefix?: ResultId | undefined;
  /** Action when the target already has the result; `'raise_if_exists'` by default. */
  readonly behavior?: SetBehavior | undefined;
  /**
   * Action for a record that cannot be copied, because it is corrupt or rejected by the target. `'throw'` by default: the error is
   * thrown after all other records have been copied.
   */
  readonly onError?: OnRecordError | undefined;
  /** Called at the start and after each page. */
  readonly onProgress?: ((progress: CopyProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Outcome of a copy. */
export interface CopySummary {
  /** Number of results that were written, or that the target already had with equal data. */
  readonly copied: number;
  /** Number of results that the target already had and that were kept. */
  readonly skipped: number;
  /** Ids that could not be copied, with `onError: 'skip'` or a function; absent if there are none. */
  readonly failed?: readonly string[];
}

/** Checks the target of a copy. @throws {TypeError} when it cannot import records. */
export function checkTarget(target: { readonly importRecords?: unknown } | null | undefined): void {
  if (typeof target?.importRecords === "function") return;
  throw new TypeError(`The target of a copy must be a store with a method importRecords, got ${given(target)}.`);
}

/** Target of a copy. */
export interface CopyTarget<R> {
  importRecords(records: readonly R[], options?: ImportOptions): Promise<boolean[]>;
}

/** Stores pages in a target. */
export async function copyPages<R>(
  pages: AsyncIterable<readonly R[]>,
  target: CopyTarget<R>,
  tally: CopyTally,
): Promise<CopySummary> {
  for await (const page of pages) tally.add(await target.importRecords(page, tally.importOptions));
  return tally.summary;
}

/** Counts of a copy, and its options for each page. */
export class CopyTally {
  readonly #failures: RecordFailures;
  readonly #options: CopyOptions;
  readonly #total: number;
  #copied = 0;
  #skipped = 0;
  #failed = 0;

  /** @param total Number of results to copy; used only to report progress. */
  constructor(failures: RecordFailures, options: CopyOptions, total: number) {
    this.#failures = failures;
    this.#options = options;
    this.#total = total;
    options.onProgress?.({ done: 0, total });
  }

  /** Options for storing a page in the target. */
  get importOptions(): ImportOptions {
    this.#failed = this.#failures.ids.length;
    const { behavior } = this.#options;
    return { ...(behavior && { behavior }), onError: (id, error) => this.#failures.add(id, error) };
  }

  /** Counts a page, given the return value of `importRecords`. */
  add(stored: readonly boolean[]): void {
    const written = stored.filter(Boolean).length;
    this.#copied += written;
    this.#skipped += stored.length - written - (this.#failures.ids.length - this.#failed);
    const done = this.#copied + this.#skipped + this.#failures.ids.length;
    this.#options.onProgress?.({ done, total: Math.max(this.#total, done) });
  }

  /** Ends the copy. @throws as `RecordFailures.end`. */
  end(): CopySummary {
    this.#failures.end();
    return this.summary;
  }

  get summary(): CopySummary {
    const { ids } = this.#failures;
    return { copied: this.#copied, skipped: this.#skipped, ...(ids.length > 0 && { failed: ids }) };
  }
}

/** Counts the keys of a scan. */
export async function countKeys(pages: AsyncIterable<readonly string[]>): Promise<number> {
  let count = 0;
  for await (const page of pages) count += page.length;
  return count;
}
