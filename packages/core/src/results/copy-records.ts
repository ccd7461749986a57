import type { ResultId } from "../ids/result-id.ts";
import type { AsyncResultsBackend } from "./async-results-backend.ts";
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
  readonly count: () => Promise<number>;
  readonly pages: AsyncIterable<readonly ResultRecord[]>;
}

/** Copies page by page, in bounded memory; see {@link AsyncResultsBackend.copyTo}. */
export async function copyRecords(
  { count, pages }: CopySource,
  target: Pick<AsyncResultsBackend, "importRecords">,
  { behavior, onProgress }: CopyOptions,
): Promise<CopySummary> {
  const total = onProgress ? await count() : 0;
  let copied = 0;
  let skipped = 0;
  onProgress?.({ done: 0, total });
  for await (const page of pages) {
    const stored = await target.importRecords(page, { behavior });
    const written = stored.filter(Boolean).length;
    copied += written;
    skipped += stored.length - written;
    onProgress?.({ done: copied + skipped, total: Math.max(total, copied + skipped) });
  }
  return { copied, skipped };
}

/** How many keys a scan yields. */
export async function countKeys(pages: AsyncIterable<readonly string[]>): Promise<number> {
  let counted = 0;
  for await (const page of pages) counted += page.length;
  return counted;
}
