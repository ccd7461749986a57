import type { OptionNames } from "../options/check-options.ts";
import type { RecordContent } from "../records/record.ts";
import type { CopyProgress } from "../results/copy-records.ts";
import type { OnRecordError } from "../results/record-failures.ts";

/** Stored form of a cache entry, a value or a call with its key, for transfer between stores. */
export interface KeyedRecord extends RecordContent {
  readonly key: string;
}

/** Options for exporting records of a cache, values or calls. */
export interface ExportRecordsOptions {
  /** Action for a record that cannot be read. `'throw'` by default: the error is thrown after all other records. */
  readonly onError?: OnRecordError | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Options for importing records into a cache, values or calls. */
export interface ImportRecordsOptions {
  /**
   * Action for a record that cannot be stored. `'throw'` by default: if a record or its key is invalid, nothing is stored; any other error is
   * thrown after all other records have been stored.
   */
  readonly onError?: OnRecordError | undefined;
}

/** Options for copying a cache, values or calls. */
export interface CopyRecordsOptions extends ExportRecordsOptions {
  /** Called at the start and after each page. */
  readonly onProgress?: ((progress: CopyProgress) => void) | undefined;
}

export const EXPORT_RECORDS_OPTIONS: OptionNames<ExportRecordsOptions> = { onError: true, signal: true };
export const IMPORT_RECORDS_OPTIONS: OptionNames<ImportRecordsOptions> = { onError: true };
export const COPY_RECORDS_OPTIONS: OptionNames<CopyRecordsOptions> = { ...EXPORT_RECORDS_OPTIONS, onProgress: true };
