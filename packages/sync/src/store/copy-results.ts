import type { CopyOptions, CopySummary, ImportOptions, ResultRecord, SetBehavior } from "@results-manager/core";
import {
  COPY_OPTIONS,
  CopyTally,
  checkBehavior,
  checkOptions,
  checkTarget,
  type IdRange,
  IMPORT_OPTIONS,
  importWrite,
  importWrites,
  parsePrefix,
  RecordFailures,
  settleImport,
} from "@results-manager/core/internal";
import type { BlockingResults } from "./blocking-results.ts";
import { refuseAsync } from "./expect-sync.ts";
import type { WorkerStore } from "./worker-store.ts";

/** Copies results to another manager, page by page. */
export function copyResults(
  store: WorkerStore,
  target: Pick<BlockingResults, "importRecords">,
  options: CopyOptions,
): CopySummary {
  checkOptions(options, COPY_OPTIONS, "copyTo");
  checkTarget(target);
  checkBehavior(options.behavior);
  const failures = new RecordFailures(options.onError);
  const prefix = parsePrefix(options.prefix);
  const total = options.onProgress ? store.ask("count", prefix) : 0;
  const tally = new CopyTally(failures, options, total);
  for (const page of exportedPages(store, { prefix }, failures, options.signal)) {
    tally.add(refuseAsync("The target of the copy", target.importRecords(page, tally.importOptions)));
  }
  return tally.end();
}

/** Yields the stored records of a range in pages; failures are collected. */
export function* exportedPages(
  store: WorkerStore,
  range: IdRange,
  failures: RecordFailures,
  signal: AbortSignal | undefined,
): Generator<readonly ResultRecord[], void, undefined> {
  signal?.throwIfAborted();
  for (const { records, failed } of store.exportPages(range)) {
    for (const [id, error] of failed) failures.add(id, error);
    if (records.length > 0) yield records;
    signal?.throwIfAborted();
  }
}

/** Stores exported records. */
export function importResults(store: WorkerStore, records: readonly ResultRecord[], options: ImportOptions): boolean[] {
  checkOptions(options, IMPORT_OPTIONS, "importRecords");
  const { behavior: given, onError } = options;
  const behavior = checkBehavior(given);
  if (onError !== undefined && onError !== "throw") {
    return importEach(store, records, behavior, new RecordFailures(onError));
  }
  const writes = importWrites(records, behavior);
  return settleImport(store, behavior, writes, store.write(writes));
}

/** Stores records independently of each other; failures are collected. */
function importEach(
  store: WorkerStore,
  records: readonly ResultRecord[],
  behavior: SetBehavior,
  failures: RecordFailures,
): boolean[] {
  const writes = records.map((record) => importWrite(record, behavior, failures));
  const outcomes = store.writeEach(writes.filter((write) => write !== undefined)).values();
  return writes.map((write) => {
    if (!write) return false;
    try {
      const outcome = outcomes.next().value;
      if (outcome === undefined || outcome instanceof Error) throw outcome;
      return settleImport(store, behavior, [write], [outcome])[0] as boolean;
    } catch (error) {
      failures.note(error);
      return false;
    }
  });
}
