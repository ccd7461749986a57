import { parseId, type ResultId } from "../ids/result-id.ts";
import { pruneRecords } from "../leases/pruning.ts";
import { checkModel } from "../models/check-model.ts";
import type { Model, ModelData, ModelOutput } from "../models/model.ts";
import { checkOptions } from "../options/check-options.ts";
import type { PendingItem } from "../scheduling/batch.ts";
import { refuseOwnUpdate } from "../scheduling/user-work.ts";
import { StorageAccess } from "../storage/storage-access.ts";
import type { StorageBase } from "../storage/storage-base.ts";
import type { AsyncResultsBackend } from "./async-results-backend.ts";
import { ComputedResults } from "./computed-results.ts";
import type { CopyOptions, CopySummary } from "./copy-records.ts";
import type { ExportOptions, ImportOptions } from "./export-import.ts";
import { getTogether } from "./get-together.ts";
import { listAllIds, listIds } from "./list-ids.ts";
import type { GetManyOptions, ReadItem } from "./lookup/entry-options.ts";
import { GET_MANY_OPTIONS, GET_OPTIONS, SET_OPTIONS } from "./option-names.ts";
import { parsePrefix } from "./parse-range.ts";
import { PendingSet, settleItem } from "./pending-set.ts";
import { readItem } from "./read-result.ts";
import { removeResult, removeResults } from "./remove-results.ts";
import { readInfo } from "./result-info.ts";
import type { ResultRecord } from "./result-record.ts";
import type { GetOptions, IdsOptions, ResultEntries, ResultInfo, SetOptions } from "./results-options.ts";
import { ModelNotes } from "./schemas/model-notes.ts";
import { setTogether } from "./set-together.ts";
import { StoredResults } from "./stored-results.ts";

const SPACE = "results";

/** Returns the access of a face of results, and its notes about the models to describe. */
export let partsOfResults: (face: ResultsFace) => { readonly access: StorageAccess; readonly notes: ModelNotes };

/** Results in a storage, which other faces may use too: it is closed with the last of them. */
export class ResultsFace extends ComputedResults implements AsyncResultsBackend {
  /** Storage that contains the records. */
  readonly storage: StorageBase;
  readonly #access: StorageAccess;
  readonly #notes: ModelNotes;
  readonly #stored: StoredResults;

  static {
    partsOfResults = (face) => ({ access: face.#access, notes: face.#notes });
  }

  constructor(target: StorageAccess | StorageBase) {
    const access = StorageAccess.to(target, "results");
    const notes = new ModelNotes(access);
    super(access, notes);
    this.#access = access;
    this.#notes = notes;
    this.storage = access.storage;
    this.#stored = new StoredResults(access, notes);
  }

  // The methods for one result are not async functions: thousands of calls may wait, and a callback needs half the memory of an
  // awaiting function. withCallerStack() restores the stack of the caller.
  set<M extends Model | undefined = undefined>(
    id: ResultId,
    data: ModelData<M>,
    options: SetOptions<M> = {},
  ): Promise<boolean> {
    try {
      checkOptions(options, SET_OPTIONS, "set");
      const key = parseId(id);
      refuseOwnUpdate(this.storage, key);
      const pending = new PendingSet(this.storage, key, data, options);
      const isFirst = this.#notes.namespaces.get(pending.model) !== pending.namespace;
      const making = isFirst ? this.storage.indexed(pending.model) : undefined;
      if (making) return this.#setIndexed(pending, making);
      const item = this.#access.ask("write", SPACE, pending);
      if (isFirst) return item.settled.then(() => this.#settleFirst(pending, item));
      return item.settled.then(() => settleItem(pending, item));
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /** Stores a result whose model gets indexes before. */
  #setIndexed(pending: PendingSet, making: Promise<void>): Promise<boolean> {
    return this.#access.accept(async () => {
      await making;
      const item = this.#access.ask("write", SPACE, pending);
      await item.settled;
      return this.#settleFirst(pending, item);
    });
  }

  /** Settles the first result of a model, which is to be described. */
  #settleFirst(pending: PendingSet, item: PendingItem<"write">): Promise<boolean> | boolean {
    const isStored = settleItem(pending, item);
    return isStored instanceof Promise
      ? isStored.then((is) => this.#noted(pending, is))
      : this.#noted(pending, isStored);
  }

  #noted(pending: PendingSet, isStored: boolean): boolean {
    if (isStored && this.#notes.isNew(pending)) this.#notes.noteWrites([pending]);
    return isStored;
  }

  async setMany<M extends Model | undefined = undefined>(
    entries: ResultEntries<M>,
    options: SetOptions<M> = {},
  ): Promise<boolean[]> {
    checkOptions(options, SET_OPTIONS, "setMany");
    return setTogether(this.#access, this.#notes, entries, options);
  }

  get<M extends Model | undefined = undefined>(id: ResultId, model?: M, options?: GetOptions): Promise<ModelOutput<M>> {
    try {
      checkOptions(options, GET_OPTIONS, "get");
      const key = parseId(id);
      if (model !== undefined) checkModel(model);
      const item = this.#access.ask("read", SPACE, key);
      return item.settled.then(() => readItem(this.storage, item, key, model, options) as ModelOutput<M>);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  async getMany<M extends Model | undefined = undefined, OnError extends "throw" | "return" = "throw">(
    ids: Iterable<ResultId>,
    model?: M,
    options?: GetManyOptions<OnError>,
  ): Promise<ReadItem<ModelOutput<M>, OnError>[]> {
    checkOptions(options, GET_MANY_OPTIONS, "getMany");
    return getTogether(this.#access, ids, model, options) as Promise<ReadItem<ModelOutput<M>, OnError>[]>;
  }

  exists(id: ResultId): Promise<boolean> {
    try {
      return this.#access.ask("has", SPACE, parseId(id)).whenResult();
    } catch (error) {
      return Promise.reject(error);
    }
  }

  async info(id: ResultId): Promise<ResultInfo> {
    return readInfo(this.#access, id);
  }

  listIds(prefix?: ResultId): Promise<string[]> {
    return listAllIds(this.#access, prefix);
  }

  ids(prefix?: ResultId, options?: IdsOptions): AsyncGenerator<string, void, undefined> {
    return listIds(this.#access, prefix, options);
  }

  delete(id: ResultId): Promise<boolean> {
    return removeResult(this.#access, id);
  }

  deleteMany(ids: Iterable<ResultId>): Promise<number> {
    return removeResults(this.#access, ids);
  }

  async clear(prefix?: ResultId): Promise<number> {
    const range = { prefix: parsePrefix(prefix) };
    return this.#access.operate([], "write", () => this.storage.wipe(SPACE, range));
  }

  async prune(): Promise<number> {
    return this.#access.operate([], "write", () => pruneRecords(this.storage));
  }

  async compact(): Promise<number> {
    return this.#access.operate([], "write", () => this.storage.releaseSpace(true));
  }

  async migrate(prefix?: ResultId): Promise<number> {
    return this.#stored.migrate(parsePrefix(prefix));
  }

  async copyTo(target: Pick<AsyncResultsBackend, "importRecords">, options?: CopyOptions): Promise<CopySummary> {
    return this.#stored.copyTo(target, options);
  }

  exportRecords(prefix?: ResultId, options?: ExportOptions): AsyncGenerator<readonly ResultRecord[], void, undefined> {
    return this.#stored.exportRecords(prefix, options);
  }

  async importRecords(records: readonly ResultRecord[], options?: ImportOptions): Promise<boolean[]> {
    return this.#stored.importRecords(records, options);
  }

  close(): Promise<void> {
    return this.#access.close(() => this.#notes.write());
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
