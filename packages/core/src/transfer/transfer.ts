import { checkOptions } from "../options/check-options.ts";
import type { FoundRecord, StoredRecord } from "../records/record.ts";
import type { Space } from "../records/space.ts";
import type { ScanRange } from "../records/storage-backend.ts";
import {
  type CopySummary,
  CopyTally,
  type CopyTarget,
  checkTarget,
  copyPages,
  countKeys,
} from "../results/copy-records.ts";
import { exportPages } from "../results/export-pages.ts";
import { readPages } from "../results/lookup/read-range.ts";
import { RecordFailures } from "../results/record-failures.ts";
import { checkKeyedRecord } from "../results/result-record.ts";
import type { Awaitable } from "../scheduling/group-commit.ts";
import type { StorageAccess } from "../storage/storage-access.ts";
import { intact } from "../typed-records/decode-record.ts";
import {
  COPY_RECORDS_OPTIONS,
  type CopyRecordsOptions,
  EXPORT_RECORDS_OPTIONS,
  type ExportRecordsOptions,
  IMPORT_RECORDS_OPTIONS,
  type ImportRecordsOptions,
  type KeyedRecord,
} from "./keyed-record.ts";

/** Way in which a face exports and imports its records. */
export interface TransferRules<R extends KeyedRecord> {
  readonly space: Space;
  /** Advice for a damaged record. */
  readonly advice: string;
  /** Makes the exported form of a record; `undefined` for one that is left out. */
  form(key: string, record: StoredRecord): Awaitable<R | undefined>;
  /** Checks the key and what else is special about a record. @throws for an invalid one. */
  check(record: R): void;
  /** Stores a record, and tells whether it was written: one that is kept is not. */
  store(record: R): Promise<boolean>;
}

/** Records of a face in their stored form: exports, imports and copies. Its methods are parts of accepted calls. */
export class Transfer<R extends KeyedRecord> {
  readonly #access: StorageAccess;
  readonly #rules: TransferRules<R>;

  constructor(access: StorageAccess, rules: TransferRules<R>) {
    this.#access = access;
    this.#rules = rules;
  }

  /** Yields the records of a range in pages. */
  async *exportRecords(
    range: ScanRange,
    options: ExportRecordsOptions = {},
  ): AsyncGenerator<readonly R[], void, undefined> {
    checkOptions(options, EXPORT_RECORDS_OPTIONS, "exportRecords");
    const failures = new RecordFailures(options.onError);
    yield* this.#pages(range, failures, options.signal);
    failures.end();
  }

  /** Stores records, and tells for each whether it was written. */
  async importRecords(records: readonly R[], options: ImportRecordsOptions = {}): Promise<boolean[]> {
    checkOptions(options, IMPORT_RECORDS_OPTIONS, "importRecords");
    const { onError = "throw" } = options;
    const failures = new RecordFailures(onError);
    const isValid = records.map((record) => this.#check(record, onError === "throw" ? undefined : failures));
    const stored = await Promise.all(records.map((record, i) => isValid[i] && this.#store(record, failures)));
    failures.end();
    return stored.map(Boolean);
  }

  /**
   * Copies the records of a range.
   *
   * @param before copies what the records refer to; it adds its failures to the given ones.
   */
  async copyTo(
    target: CopyTarget<R>,
    range: ScanRange,
    options: CopyRecordsOptions = {},
    before?: (failures: RecordFailures) => Promise<unknown>,
  ): Promise<CopySummary> {
    checkOptions(options, COPY_RECORDS_OPTIONS, "copyTo");
    checkTarget(target);
    const failures = new RecordFailures(options.onError);
    await before?.(failures);
    const summary = await this.copyWithin(target, range, failures, options);
    failures.end();
    return summary;
  }

  /** Copies the records of a range; failures are collected. */
  async copyWithin(
    target: CopyTarget<R>,
    range: ScanRange,
    failures: RecordFailures,
    options: CopyRecordsOptions,
  ): Promise<CopySummary> {
    const total = options.onProgress ? await countKeys(this.#access.storage.scan(this.#rules.space, range)) : 0;
    const tally = new CopyTally(failures, options, total);
    return copyPages(this.#pages(range, failures, options.signal), target, tally);
  }

  #pages(
    range: ScanRange,
    failures: RecordFailures,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<readonly R[], void, undefined> {
    const { storage } = this.#access;
    const { space, advice } = this.#rules;
    const form = (key: string, found: NonNullable<FoundRecord>): Awaitable<R | undefined> =>
      this.#rules.form(key, intact(found, { id: key, locate: () => storage.locate(space, key), advice }));
    return exportPages({
      batches: readPages(this.#access, space, storage.scan(space, range), { signal }),
      failures,
      form,
    });
  }

  #check(record: R, failures: RecordFailures | undefined): boolean {
    try {
      this.#rules.check(checkKeyedRecord(record));
      return true;
    } catch (error) {
      if (!failures) throw error;
      failures.add(typeof record?.key === "string" ? record.key : "", error as Error);
      return false;
    }
  }

  async #store(record: R, failures: RecordFailures): Promise<boolean> {
    try {
      return await this.#rules.store(record);
    } catch (error) {
      failures.noteOf(record.key, error);
      return false;
    }
  }
}
