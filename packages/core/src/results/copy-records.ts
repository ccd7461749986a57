import type { ResultId } from "../ids/result-id.ts";
import { forEach, type Steps, settled } from "../steps/steps.ts";
import type { Awaitable } from "../storage/transaction-group.ts";
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
}

/** What is copied. */
export interface CopySource {
  /** How many records there are; asked only where somebody wants to know. */
  readonly count: () => Steps<number>;
  readonly pages: AsyncIterable<readonly ResultRecord[]> | Iterable<readonly ResultRecord[]>;
}

/** Where records are copied to. */
export interface CopyTarget {
  importRecords(
    records: readonly ResultRecord[],
    options?: { readonly behavior?: SetBehavior | undefined },
  ): Awaitable<boolean[]>;
}

/** Copies page by page, in bounded memory; see `AsyncResultsBackend.copyTo`. */
export function* copyRecords(
  { count, pages }: CopySource,
  target: CopyTarget,
  { behavior, onProgress }: CopyOptions,
): Steps<CopySummary> {
  const total = onProgress ? yield* count() : 0;
  let copied = 0;
  let skipped = 0;
  onProgress?.({ done: 0, total });
  yield* forEach(pages, function* (page) {
    const stored = yield* settled(target.importRecords(page, { behavior }), "The target of the copy");
    const written = stored.filter(Boolean).length;
    copied += written;
    skipped += stored.length - written;
    onProgress?.({ done: copied + skipped, total: Math.max(total, copied + skipped) });
  });
  return { copied, skipped };
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
