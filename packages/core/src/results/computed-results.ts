import { parseId, type ResultId } from "../ids/result-id.ts";
import { type FlightContext, SingleFlight } from "../leases/single-flight.ts";
import { DEFAULT_LOCK_TIMEOUT_MS } from "../locking/lock-options.ts";
import { MutexTable } from "../locking/mutex-table.ts";
import { ReentrantLocks } from "../locking/reentrant-locks.ts";
import type { Model, ModelData, ModelOutput } from "../models/model.ts";
import { checkOptions } from "../options/check-options.ts";
import type { FoundRecord, RecordContent } from "../records/record.ts";
import { refuseOwnUpdate, runUserWork } from "../scheduling/user-work.ts";
import type { StorageAccess } from "../storage/storage-access.ts";
import type { Attempt } from "./compute-all/compute-all.ts";
import type { ComputeAllOptions, ComputeAllSummary } from "./compute-all/compute-all-options.ts";
import { parsePlan } from "./compute-all/parse-plan.ts";
import { type ComputeSharing, computeRecord } from "./compute-record.ts";
import { type ComputedTarget, computedContent, computedTarget } from "./computed-content.ts";
import { FailedComputation, ofUser } from "./failed-computation.ts";
import { ResultsLookup } from "./lookup/results-lookup.ts";
import { COMPUTE_OPTIONS, UPDATE_OPTIONS } from "./option-names.ts";
import { ownResult, readResult } from "./read-result.ts";
import type { ComputeContext, ComputeOptions, UpdateOptions } from "./results-options.ts";
import type { ModelNotes } from "./schemas/model-notes.ts";
import { updateRecord } from "./update-record.ts";

/** Sharing of a computation within this process and with others. */
interface Flights extends Omit<ComputeSharing, "flight"> {
  readonly flights: SingleFlight<RecordContent>;
  readonly signal: AbortSignal | undefined;
}

type TargetOptions = Pick<ComputeOptions, "namespace" | "strictNamespace" | "ttlSeconds">;

/** Results that functions of the user compute, from the stored result or if none is stored. */
export class ComputedResults extends ResultsLookup {
  readonly #access: StorageAccess;
  readonly #notes: ModelNotes;
  readonly #flights: SingleFlight<RecordContent>;
  /** Computations of callers that do not wait for other processes. */
  readonly #attempts: SingleFlight<RecordContent>;
  readonly #updates = new ReentrantLocks(MutexTable.open());

  constructor(access: StorageAccess, notes: ModelNotes) {
    super(access);
    this.#access = access;
    this.#notes = notes;
    this.#flights = new SingleFlight(access.storage);
    this.#attempts = new SingleFlight(access.storage);
  }

  async update<M extends Model>(
    id: ResultId,
    model: M,
    change: (current: ModelOutput<M> | undefined) => ModelData<M> | Promise<ModelData<M>>,
    options: UpdateOptions = {},
  ): Promise<ModelOutput<M>> {
    checkOptions(options, UPDATE_OPTIONS, "update");
    const { storage } = this.#access;
    const { signal } = options;
    const target = computedTarget(storage, parseId(id), model, change, options);
    const { key } = target;
    refuseOwnUpdate(storage, key);
    const keys = [key];
    const changeRecord = async (found: FoundRecord): Promise<RecordContent> => {
      const current = found && ((await readResult(storage, key, found, model)) as ModelOutput<M>);
      return computedContent(target, await runUserWork({ storage, updated: key }, () => change(current)));
    };
    const task = () => updateRecord(storage, key, changeRecord, signal);
    const run = () => this.#access.together(keys, "update", task, { signal });
    return this.#access.accept(async () => {
      const making = storage.indexed(model);
      if (making) await making;
      // Updates of one id are serialized within the process: concurrent ones would lose against each other and retry.
      const content = await this.#updates.run(keys, run, { timeoutMs: DEFAULT_LOCK_TIMEOUT_MS, signal });
      const write = { model, namespace: content.namespace, key };
      if (this.#notes.isNew(write)) this.#notes.noteWrites([write]);
      return ownResult(storage, key, content, model) as ModelOutput<M>;
    });
  }

  async getOrCompute<M extends Model>(
    id: ResultId,
    model: M,
    compute: (context: ComputeContext) => ModelData<M> | Promise<ModelData<M>>,
    options: ComputeOptions = {},
  ): Promise<ModelOutput<M>> {
    checkOptions(options, COMPUTE_OPTIONS, "getOrCompute");
    const target = this.#target(id, model, compute, options);
    return this.#access.accept(async () => {
      try {
        return await this.#compute(target, compute, { flights: this.#flights, signal: options.signal });
      } catch (error) {
        throw error instanceof FailedComputation ? error.cause : error;
      }
    });
  }

  async computeAll<Item, M extends Model>(
    items: Iterable<Item>,
    options: ComputeAllOptions<Item, M>,
  ): Promise<ComputeAllSummary<Item>> {
    const plan = parsePlan(items, options);
    const { model } = options;
    this.#access.assertAccepting();
    const { ComputeAll, throwBusy } = await import("./compute-all/compute-all.ts"); // Loaded on first use, as queries are.
    const attempt: Attempt = (id, compute, { isPatient, isMissing, signal }) => {
      const flights = isPatient ? this.#flights : this.#attempts;
      const refuseToWait = isPatient ? undefined : throwBusy;
      const target = this.#target(id, model, compute, options);
      return this.#access.accept(() => this.#compute(target, compute, { flights, signal, refuseToWait, isMissing }));
    };
    return new ComputeAll(this.#access, plan, attempt).run();
  }

  #target<M extends Model>(id: ResultId, model: M, compute: unknown, options: TargetOptions): ComputedTarget<M> {
    const { storage } = this.#access;
    const target = computedTarget(storage, parseId(id), model, compute, options);
    refuseOwnUpdate(storage, target.key);
    return target;
  }

  /** Returns a stored result, or computes it. @throws {FailedComputation} when the function of any caller that shares the computation throws. */
  async #compute<M extends Model>(
    target: ComputedTarget<M>,
    compute: (context: ComputeContext) => unknown,
    { flights, signal, ...sharing }: Flights,
  ): Promise<ModelOutput<M>> {
    const { storage } = this.#access;
    const { key, model } = target;
    const making = storage.indexed(model);
    if (making) await making;
    const find = (flight: FlightContext): Promise<RecordContent> => {
      const { signal } = flight;
      const content = async () => computedContent(target, await ofUser(() => flight.run(() => compute({ signal }))));
      return computeRecord(this.#access, key, content, { flight, ...sharing });
    };
    // The computation is tracked on its own: a caller whose signal was aborted does not wait until its lease is released.
    const run = (flight: FlightContext) => this.#access.track(() => find(flight));
    const content = await flights.run(key, run, { signal });
    const write = { model, namespace: content.namespace, key };
    if (this.#notes.isNew(write) && content.modelName === model.name) this.#notes.noteWrites([write]);
    return ownResult(storage, key, content, model) as ModelOutput<M>;
  }
}
