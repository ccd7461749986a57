import { parseId, type ResultId } from "../ids/result-id.ts";
import { type FlightContext, SingleFlight } from "../leases/single-flight.ts";
import { DEFAULT_LOCK_TIMEOUT_MS } from "../locking/lock-options.ts";
import { MutexTable } from "../locking/mutex-table.ts";
import { ReentrantLocks } from "../locking/reentrant-locks.ts";
import type { Model, ModelOutput } from "../models/model.ts";
import { checkOptions } from "../options/check-options.ts";
import type { FoundRecord, RecordContent } from "../records/record.ts";
import { refuseOwnUpdate, runUserWork } from "../scheduling/user-work.ts";
import type { StorageAccess } from "../storage/storage-access.ts";
import { computeRecord } from "./compute-record.ts";
import { computedContent, computedTarget } from "./computed-content.ts";
import { COMPUTE_OPTIONS, UPDATE_OPTIONS } from "./option-names.ts";
import { ownResult, readResult } from "./read-result.ts";
import type { ComputeContext, ComputeOptions, UpdateOptions } from "./results-options.ts";
import { updateRecord } from "./update-record.ts";

/** Results that functions of the user compute, from the stored result or if none is stored. */
export class ComputedResults {
  readonly #access: StorageAccess;
  readonly #flights: SingleFlight<RecordContent>;
  readonly #updates = new ReentrantLocks(MutexTable.open());

  constructor(access: StorageAccess) {
    this.#access = access;
    this.#flights = new SingleFlight(access.storage);
  }

  /** Implements `AsyncResultsBackend.update`. */
  async update<M extends Model>(
    id: ResultId,
    model: M,
    change: (current: ModelOutput<M> | undefined) => unknown,
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
      // Updates of one id are serialized within the process: concurrent ones would lose against each other and retry.
      const content = await this.#updates.run(keys, run, { timeoutMs: DEFAULT_LOCK_TIMEOUT_MS, signal });
      return ownResult(storage, key, content, model) as ModelOutput<M>;
    });
  }

  /** Implements `AsyncResultsBackend.getOrCompute`. */
  async getOrCompute<M extends Model>(
    id: ResultId,
    model: M,
    compute: (context: ComputeContext) => unknown,
    options: ComputeOptions = {},
  ): Promise<ModelOutput<M>> {
    checkOptions(options, COMPUTE_OPTIONS, "getOrCompute");
    const { storage } = this.#access;
    const target = computedTarget(storage, parseId(id), model, compute, options);
    const { key } = target;
    refuseOwnUpdate(storage, key);
    const find = (flight: FlightContext): Promise<RecordContent> => {
      const { signal } = flight;
      const content = async () => computedContent(target, await flight.run(() => compute({ signal })));
      return computeRecord(this.#access, key, content, flight);
    };
    return this.#access.accept(async () => {
      // The computation is tracked on its own: a caller whose signal was aborted does not wait until its lease is released.
      const run = (flight: FlightContext) => this.#access.track(() => find(flight));
      const content = await this.#flights.run(key, run, { signal: options.signal });
      return ownResult(storage, key, content, model) as ModelOutput<M>;
    });
  }
}
