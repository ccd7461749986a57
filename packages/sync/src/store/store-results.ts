import {
  type ComputeContext,
  type ComputeOptions,
  type CopyOptions,
  type CopySummary,
  type ExportOptions,
  type GetOptions,
  type IdsOptions,
  type ImportOptions,
  type Model,
  parseId,
  type ResultId,
  type ResultInfo,
  ResultNotFoundError,
  type ResultRecord,
  type SetOptions,
  type UpdateOptions,
} from "@results-manager/core";
import {
  checkModel,
  checkOptions,
  checkPair,
  EXPORT_OPTIONS,
  GET_OPTIONS,
  idRange,
  listOf,
  PendingSet,
  parsePrefix,
  parseRange,
  RecordFailures,
  readResult,
  SET_OPTIONS,
} from "@results-manager/core/internal";
import type { RecordWrite, WriteOutcome } from "@results-manager/core/storage";
import type { BlockingResults } from "./blocking-results.ts";
import { getOrComputeResult, migrateResults, updateResult } from "./compute-results.ts";
import { copyResults, exportedPages, importResults } from "./copy-results.ts";
import { expectSync } from "./expect-sync.ts";
import { StoreLookup } from "./store-lookup.ts";
import type { WorkerStore } from "./worker-store.ts";

/** Implements the results face over a store in the worker: models and functions stay in this thread, records in the worker. */
export class StoreResults extends StoreLookup {
  readonly #current: () => WorkerStore;

  /** @param store returns the current store. */
  constructor(store: () => WorkerStore) {
    super(store);
    this.#current = store;
  }

  set(id: ResultId, data: unknown, options: SetOptions = {}): boolean {
    return this.#call(this.set, (store) => {
      checkOptions(options, SET_OPTIONS, "set");
      const key = parseId(id);
      const pending = new PendingSet(store, key, data, options);
      return writeTogether(store, [pending])[0] as boolean;
    });
  }

  setMany(entries: Iterable<readonly [ResultId, unknown]>, options: SetOptions = {}): boolean[] {
    return this.#call(this.setMany, (store) => {
      checkOptions(options, SET_OPTIONS, "setMany");
      const pending = listOf(entries, "entries", (entry) => {
        const [id, data] = checkPair(entry);
        return new PendingSet(store, parseId(id), data, options);
      });
      return writeTogether(store, pending);
    });
  }

  get(id: ResultId, model?: Model, options?: GetOptions): unknown {
    return this.#call(this.get, (store) => {
      checkOptions(options, GET_OPTIONS, "get");
      const key = parseId(id);
      if (model !== undefined) checkModel(model);
      const [found] = store.read([key]);
      if (!found) throw new ResultNotFoundError(key);
      return expectSync(readResult(store, key, found, model, options), model);
    });
  }

  exists(id: ResultId): boolean {
    return this.#call(this.exists, (store) => store.ask("exists", parseId(id)));
  }

  info(id: ResultId): ResultInfo {
    return this.#call(this.info, (store) => store.ask("info", parseId(id)));
  }

  listIds(prefix?: ResultId): string[] {
    return this.#call(this.listIds, (store) => store.ask("listIds", parsePrefix(prefix)));
  }

  *ids(prefix?: ResultId, options: IdsOptions = {}): Generator<string, void, undefined> {
    const range = parseRange(prefix, options);
    options.signal?.throwIfAborted();
    for (const page of this.#current().scan(range)) {
      for (const id of page) {
        yield id;
        options.signal?.throwIfAborted();
      }
    }
  }

  delete(id: ResultId): boolean {
    return this.#call(this.delete, (store) => {
      const key = parseId(id);
      return store.ask("delete", key);
    });
  }

  deleteMany(ids: Iterable<ResultId>): number {
    return this.#call(this.deleteMany, (store) => {
      const keys = listOf(ids, "ids", parseId);
      return store.ask("deleteMany", keys);
    });
  }

  clear(prefix?: ResultId): number {
    return this.#call(this.clear, (store) => store.ask("clear", parsePrefix(prefix)));
  }

  update(id: ResultId, model: Model, change: (current: unknown) => unknown, options: UpdateOptions = {}): unknown {
    return this.#call(this.update, (store) => updateResult(store, parseId(id), model, change, options));
  }

  getOrCompute(
    id: ResultId,
    model: Model,
    compute: (context: ComputeContext) => unknown,
    options: ComputeOptions = {},
  ): unknown {
    return this.#call(this.getOrCompute, (store) => getOrComputeResult(store, parseId(id), model, compute, options));
  }

  prune(): number {
    return this.#call(this.prune, (store) => store.ask("prune"));
  }

  compact(): number {
    return this.#call(this.compact, (store) => store.ask("compact"));
  }

  migrate(prefix?: ResultId): number {
    return this.#call(this.migrate, (store) => migrateResults(store, parsePrefix(prefix)));
  }

  copyTo(target: Pick<BlockingResults, "importRecords">, options: CopyOptions = {}): CopySummary {
    return this.#call(this.copyTo, (store) => copyResults(store, target, options));
  }

  *exportRecords(prefix?: ResultId, options: ExportOptions = {}): Generator<readonly ResultRecord[], void, undefined> {
    checkOptions(options, EXPORT_OPTIONS, "exportRecords");
    const { onError, signal } = options;
    const failures = new RecordFailures(onError);
    yield* exportedPages(this.#current(), idRange(prefix, options), failures, signal);
    failures.end();
  }

  importRecords(records: readonly ResultRecord[], options: ImportOptions = {}): boolean[] {
    return this.#call(this.importRecords, (store) => importResults(store, records, options));
  }

  close(): void {
    this.#current().close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #call<T>(method: (...args: never[]) => unknown, task: (store: WorkerStore) => T): T {
    const store = this.#current();
    return store.runCall(method, () => task(store));
  }
}

function writeTogether(store: WorkerStore, pending: readonly PendingSet[]): boolean[] {
  const outcomes = store.write(pending.map(writeOf));
  // All are noted before one is settled, which may throw.
  for (const [i, set] of pending.entries()) if (outcomes[i]?.written) store.written.note(set);
  return pending.map((set, i) => set.settle(outcomes[i] as WriteOutcome));
}

function writeOf(pending: PendingSet): RecordWrite {
  const { key, condition, confirms, content, model } = pending;
  return { key, condition, confirms, content: content ?? expectSync(pending.prepare(), model) };
}
