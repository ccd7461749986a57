import type { ResultId } from "../ids/result-id.ts";
import { checkOptions } from "../options/check-options.ts";
import type { RecordContent } from "../records/record.ts";
import { refuseOwnUpdate } from "../scheduling/user-work.ts";
import type { StorageAccess } from "../storage/storage-access.ts";
import type { AsyncResultsBackend } from "./async-results-backend.ts";
import { type CopyOptions, type CopySummary, CopyTally, checkTarget, copyPages, countKeys } from "./copy-records.ts";
import { type ExportOptions, type ImportOptions, importWrite, importWrites, settleImport } from "./export-import.ts";
import { exportResults } from "./export-results.ts";
import type { IdRange } from "./lookup/scan-ids.ts";
import { migrateRecords, upgradeResult } from "./migrate-records.ts";
import { COPY_OPTIONS, EXPORT_OPTIONS, IMPORT_OPTIONS } from "./option-names.ts";
import { idRange, parsePrefix } from "./parse-range.ts";
import { RecordFailures } from "./record-failures.ts";
import type { ResultRecord } from "./result-record.ts";
import { checkSchemas } from "./schemas/check-schemas.ts";
import type { ModelNotes, ModelWrite } from "./schemas/model-notes.ts";
import type { StoredSchema } from "./schemas/stored-schema.ts";
import { checkBehavior, type SetBehavior } from "./set-behavior.ts";

/** Results in their stored form: exports, imports, copies and migrations. */
export class StoredResults {
  readonly #access: StorageAccess;
  readonly #notes: ModelNotes;

  constructor(access: StorageAccess, notes: ModelNotes) {
    this.#access = access;
    this.#notes = notes;
  }

  /** Implements `AsyncResultsBackend.migrate`. */
  async migrate(prefix: string | undefined): Promise<number> {
    const { storage } = this.#access;
    const failures = new RecordFailures();
    const writes: ModelWrite[] = [];
    const migration = {
      upgrade: async (key: string, found: RecordContent) => {
        const content = await upgradeResult(storage, key, found);
        const { modelName, namespace } = found;
        const model = storage.registry.findModel(modelName, namespace);
        const isNoted = writes.some((each) => each.model === model && each.namespace === namespace);
        if (content && model && !isNoted) writes.push({ model, namespace, key });
        return content;
      },
      noteFailure: (error: unknown) => failures.note(error),
    };
    return this.#access.accept(async () => {
      const migrate = () => migrateRecords(storage, prefix, migration);
      const migrated = await this.#access.together([], "write", migrate);
      this.#notes.noteWrites(writes);
      failures.end();
      return migrated;
    });
  }

  /** Implements `AsyncResultsBackend.copyTo`. */
  async copyTo(target: Pick<AsyncResultsBackend, "importRecords">, options: CopyOptions = {}): Promise<CopySummary> {
    checkOptions(options, COPY_OPTIONS, "copyTo");
    checkTarget(target);
    checkBehavior(options.behavior);
    const failures = new RecordFailures(options.onError);
    const prefix = parsePrefix(options.prefix);
    // Accepted as one operation: closing waits for it, and rejects none of its parts.
    return this.#access.accept(async () => {
      const total = options.onProgress ? await countKeys(this.#access.storage.scan("results", { prefix })) : 0;
      const tally = new CopyTally(failures, options, total);
      const { withSchemas } = await import("./schemas/copy-schemas.ts"); // Loaded on first use, as are listings.
      const described = await withSchemas(this.#access, target);
      await copyPages(this.#pages({ prefix }, failures, options.signal), described, tally);
      return tally.end();
    });
  }

  /** Implements `AsyncResultsBackend.exportRecords`. */
  async *exportRecords(
    prefix?: ResultId,
    options: ExportOptions = {},
  ): AsyncGenerator<readonly ResultRecord[], void, undefined> {
    checkOptions(options, EXPORT_OPTIONS, "exportRecords");
    const { onError, signal } = options;
    const failures = new RecordFailures(onError);
    yield* this.#access.listing(this.#pages(idRange(prefix, options), failures, signal));
    failures.end();
  }

  #pages(
    range: IdRange,
    failures: RecordFailures,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<readonly ResultRecord[], void, undefined> {
    return exportResults({ access: this.#access, range, failures, signal });
  }

  /** Implements `AsyncResultsBackend.importRecords`. */
  async importRecords(records: readonly ResultRecord[], options: ImportOptions = {}): Promise<boolean[]> {
    checkOptions(options, IMPORT_OPTIONS, "importRecords");
    const { storage } = this.#access;
    const behavior = checkBehavior(options.behavior);
    const failures = new RecordFailures(options.onError);
    const schemas = checkSchemas(options.schemas);
    const isLenient = options.onError !== undefined && options.onError !== "throw";
    const writes = isLenient ? [] : importWrites(records, behavior);
    refuseOwnUpdate(
      storage,
      writes.map(({ key }) => key),
    );
    // Accepted as one operation, as a copy is.
    return this.#access.accept(async () => {
      if (isLenient) {
        const stored = await Promise.all(records.map((record) => this.#importOne(record, behavior, failures)));
        this.#noteWhere(records, stored, schemas);
        return stored;
      }
      const outcomes = await this.#access.askAll("write", "results", writes);
      const written = outcomes.map((outcome) => outcome.written);
      this.#noteWhere(records, written, schemas);
      return settleImport(storage, behavior, writes, outcomes);
    });
  }

  /** Notes the models of those records that are stored. */
  #noteWhere(records: readonly ResultRecord[], areStored: readonly boolean[], schemas: readonly StoredSchema[]): void {
    this.#notes.noteRecords(
      records.filter((_, i) => areStored[i]),
      schemas,
    );
  }

  async #importOne(record: ResultRecord, behavior: SetBehavior, failures: RecordFailures): Promise<boolean> {
    const { storage } = this.#access;
    const write = importWrite(record, behavior, failures);
    if (!write) return false;
    try {
      refuseOwnUpdate(storage, write.key);
      const outcomes = await this.#access.askAll("write", "results", [write]);
      return settleImport(storage, behavior, [write], outcomes)[0] as boolean;
    } catch (error) {
      failures.note(error);
      return false;
    }
  }
}
