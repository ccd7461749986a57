import type { ResultId } from "../ids/result-id.ts";
import type { Awaitable } from "../scheduling/group-commit.ts";
import { forEach, type Steps, settled } from "../steps/steps.ts";
import type { ImportOptions } from "./export-import.ts";
import type { OnRecordError, RecordFailures } from "./record-failures.ts";
import type { ResultRecord } from "./result-record.ts";
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

/** Source of a copy. */
export interface CopySource {
  /** Counts the records; called only when progress is reported. */
  readonly count: () => Steps<number>;
  /** Pages of records; records that cannot be read are added to `failures`. */
  readonly pages: AsyncIterable<readonly ResultRecord[]> | Iterable<readonly ResultRecord[]>;
  readonly failures: RecordFailures;
}

/** Target of a copy. */
export interface CopyTarget {
  importRecords(records: readonly ResultRecord[], options?: ImportOptions): Awaitable<boolean[]>;
}

/** Copies page by page, in bounded memory; see `AsyncResultsBackend.copyTo`. */
export function* copyRecords(
  { count, pages, failures }: CopySource,
  target: CopyTarget,
  { behavior, onProgress }: CopyOptions,
): Steps<CopySummary> {
  const total = onProgress ? yield* count() : 0;
  let copied = 0;
  let skipped = 0;
  const onError = (id: string, error: Error): void => failures.add(id, error);
  onProgress?.({ done: 0, total });
  yield* forEach(pages, function* (page) {
    const failed = failures.ids.length;
    const stored = yield* settled(target.importRecords(page, { behavior, onError }), "The target of the copy");
    const written = stored.filter(Boolean).length;
    copied += written;
    skipped += stored.length - written - (failures.ids.length - failed);
    const done = copied + skipped + failures.ids.length;
    onProgress?.({ done, total: Math.max(total, done) });
  });
  failures.end();
  return { copied, skipped, ...(failures.ids.length > 0 && { failed: failures.ids }) };
}

/** Counts the keys of a scan. */
export function* countKeys(pages: AsyncIterable<readonly string[]> | Iterable<readonly string[]>): Steps<number> {
  let count = 0;
  // biome-ignore lint/correctness/useYield: counting a page waits for nothing; fetching the next one does.
  yield* forEach(pages, function* (page) {
    count += page.length;
  });
  return count;
}
