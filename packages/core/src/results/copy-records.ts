import type { ResultId } from "../ids/result-id.ts";
import type { Awaitable } from "../scheduling/group-commit.ts";
import { forEach, type Steps, settled } from "../steps/steps.ts";
import type { ImportOptions } from "./export-import.ts";
import type { OnRecordError, RecordFailures } from "./record-failures.ts";
import type { ResultRecord } from "./result-record.ts";
import type { SetBehavior } from "./set-behavior.ts";

/** How far a copy has come. */
export interface CopyProgress {
  /** Results looked at so far. */
  readonly done: number;
  /** Results there are to copy, as counted at the start. */
  readonly total: number;
}

/** How results are copied. */
export interface CopyOptions {
  /** Only these and what lies below; everything unless given. */
  readonly prefix?: ResultId | undefined;
  /** What happens where the target has one already; `'raise_if_exists'` unless given. */
  readonly behavior?: SetBehavior | undefined;
  /**
   * What becomes of a record that cannot be copied: damaged, of another program, or refused by the target. `'throw'` unless given: all
   * others are copied first.
   */
  readonly onError?: OnRecordError | undefined;
  /** Called at the start and after each page. */
  readonly onProgress?: ((progress: CopyProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What a copy came to. */
export interface CopySummary {
  /** Written, or the same already. */
  readonly copied: number;
  /** Kept as they were in the target. */
  readonly skipped: number;
  /** The ids of those that could not be copied, with `onError: 'skip'` or a function; absent where there are none. */
  readonly failed?: readonly string[];
}

/** What is copied. */
export interface CopySource {
  /** How many records there are; asked only where somebody wants to know. */
  readonly count: () => Steps<number>;
  /** They note what cannot be read. */
  readonly pages: AsyncIterable<readonly ResultRecord[]> | Iterable<readonly ResultRecord[]>;
  readonly failures: RecordFailures;
}

/** Where records are copied to. */
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

/** How many keys a scan yields. */
export function* countKeys(pages: AsyncIterable<readonly string[]> | Iterable<readonly string[]>): Steps<number> {
  let counted = 0;
  // biome-ignore lint/correctness/useYield: a page needs no waiting, only the next one does.
  yield* forEach(pages, function* (page) {
    counted += page.length;
  });
  return counted;
}
