import type {
  CopyOptions,
  CopySummary,
  ImportOptions,
  ResultRecord,
  SetBehavior,
  StoredSchema,
} from "@results-manager/core";
import {
  COPY_OPTIONS,
  CopyTally,
  checkBehavior,
  checkOptions,
  checkSchemas,
  checkTarget,
  type IdRange,
  IMPORT_OPTIONS,
  importWrite,
  importWrites,
  parsePrefix,
  RecordFailures,
  settleImport,
} from "@results-manager/core/internal";
import { CopiedSchemas } from "@results-manager/core/internal/blocking";
import type { RecordWrite, WriteOutcome } from "@results-manager/core/storage";
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
  const schemas = new CopiedSchemas(store.schemas("intactSchemas"));
  for (const page of exportedPages(store, { prefix }, failures, options.signal)) {
    const importOptions = schemas.addTo(tally.importOptions, page);
    tally.add(refuseAsync("The target of the copy", target.importRecords(page, importOptions)));
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
  const { onError } = options;
  const behavior = checkBehavior(options.behavior);
  const schemas = checkSchemas(options.schemas);
  if (onError !== undefined && onError !== "throw") {
    return importEach(store, records, { behavior, schemas, failures: new RecordFailures(onError) });
  }
  const writes = importWrites(records, behavior);
  const outcomes = store.write(writes, ...sent(schemas));
  noteWritten(store, writes, outcomes);
  return settleImport(store, behavior, writes, outcomes);
}

/** Import of records that are stored independently of each other. */
interface LenientImport {
  readonly behavior: SetBehavior;
  readonly schemas: readonly StoredSchema[];
  readonly failures: RecordFailures;
}

/** Stores records independently of each other; failures are collected. */
function importEach(
  store: WorkerStore,
  records: readonly ResultRecord[],
  { behavior, schemas, failures }: LenientImport,
): boolean[] {
  const writes = records.map((record) => importWrite(record, behavior, failures));
  const made = writes.filter((write) => write !== undefined);
  const all = store.writeEach(made, ...sent(schemas));
  noteWritten(store, made, all);
  const outcomes = all.values();
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

/** Notes the models of records that are stored, where this thread has registered the version that wrote them. */
function noteWritten(
  store: WorkerStore,
  writes: readonly RecordWrite[],
  outcomes: readonly (WriteOutcome | Error)[],
): void {
  for (const [i, { content }] of writes.entries()) {
    const outcome = outcomes[i];
    if (!outcome || outcome instanceof Error || !outcome.written) continue;
    const { modelName, namespace, version } = content;
    const model = store.registry.findModel(modelName, namespace);
    if (model?.version === version) store.written.note({ model, namespace });
  }
}

/** Schemas that go along with a request: none is no argument. */
function sent(schemas: readonly StoredSchema[]): [schemas?: readonly StoredSchema[]] {
  return schemas.length > 0 ? [schemas] : [];
}
