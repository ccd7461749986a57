import type { CopyProgress, CopySummary, FaceName, SetBehavior, Store } from "results-manager";

/** Rules of a copy, of which each face takes those that it knows. */
export interface CopyRules {
  readonly behavior: SetBehavior;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: CopyProgress) => void;
  readonly prefix: string | undefined;
  readonly onError: (key: string, error: Error) => void;
  /** The values have been copied, so that calls are copied without theirs. */
  readonly isAfterValues: boolean;
}

/** Copies a face. */
export function copyFace(from: Store, to: Store, face: FaceName, rules: CopyRules): Promise<CopySummary> {
  const { prefix, behavior, isAfterValues, ...options } = rules;
  switch (face) {
    case "results":
      return from.results.copyTo(to.results, { ...options, prefix, behavior });
    case "cache":
      return from.cache.copyTo(to.cache, { ...options, prefix });
    case "values":
      return from.values.copyTo(to.values, options);
    case "calls":
      return isAfterValues ? copyCalls(from, to, options) : from.calls.copyTo(to.calls, options);
  }
}

/** Copies calls alone. */
async function copyCalls(
  from: Store,
  to: Store,
  { signal, onError, onProgress }: Pick<CopyRules, "signal" | "onError" | "onProgress">,
): Promise<CopySummary> {
  const failed: string[] = [];
  let copied = 0;
  let skipped = 0;
  const note = (key: string, error: Error): void => {
    failed.push(key);
    onError(key, error);
  };
  for await (const page of from.calls.exportRecords({ signal, onError: note })) {
    const before = failed.length;
    const stored = await to.calls.importRecords(page, { onError: note });
    const written = stored.filter(Boolean).length;
    copied += written;
    skipped += stored.length - written - (failed.length - before);
    const done = copied + skipped + failed.length;
    onProgress({ done, total: done }); // To count them would take a further pass.
  }
  return { copied, skipped, failed };
}
