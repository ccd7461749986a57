import type { FoundRecord } from "../records/record.ts";
import { storedContent } from "../records/stored-content.ts";
import type { StorageAccess } from "../storage/storage-access.ts";
import { intact } from "../typed-records/decode-record.ts";
import { exportPages } from "./export-pages.ts";
import { readRange } from "./lookup/read-range.ts";
import type { IdRange } from "./lookup/scan-ids.ts";
import { readContext } from "./read-result.ts";
import type { RecordFailures } from "./record-failures.ts";
import type { ResultRecord } from "./result-record.ts";

/** Source of an export of results. */
export interface ResultsSource {
  readonly access: StorageAccess;
  readonly range: IdRange;
  readonly failures: RecordFailures;
  readonly signal?: AbortSignal | undefined;
}

/** Yields the stored results of a range in pages; adds the errors of unreadable ones to `failures`. */
export function exportResults({
  access,
  range,
  failures,
  signal,
}: ResultsSource): AsyncGenerator<readonly ResultRecord[], void, undefined> {
  const form = (id: string, record: NonNullable<FoundRecord>): ResultRecord => {
    return { id, ...storedContent(intact(record, readContext(access.storage, id))) };
  };
  return exportPages({ batches: readRange(access, range, signal), failures, form });
}
