import type { ResultId } from "../ids/result-id.ts";
import type { AsyncResultsBackend } from "./async-results-backend.ts";
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

/** Copies page by page, in bounded memory; see {@link AsyncResultsBackend.copyTo}. */
export async function copyRecords(
  source: Pick<AsyncResultsBackend, "ids" | "exportRecords">,
  target: Pick<AsyncResultsBackend, "importRecords">,
  { prefix, behavior, onProgress, signal }: CopyOptions,
): Promise<CopySummary> {
  const total = onProgress ? await count(source.ids(prefix, { signal })) : 0;
  let copied = 0;
  let skipped = 0;
  onProgress?.({ done: 0, total });
  for await (const page of source.exportRecords(prefix, { signal })) {
    const stored = await target.importRecords(page, { behavior });
    const written = stored.filter(Boolean).length;
    copied += written;
    skipped += stored.length - written;
    onProgress?.({ done: copied + skipped, total: Math.max(total, copied + skipped) });
  }
  return { copied, skipped };
}

async function count(ids: AsyncIterable<string>): Promise<number> {
  let counted = 0;
  for await (const _ of ids) counted++;
  return counted;
}
