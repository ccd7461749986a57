import { ResultNotFoundError } from "../errors/result-errors.ts";
import { withCallerStack } from "../errors/with-caller-stack.ts";
import { parseId, type ResultId } from "../ids/result-id.ts";
import { pruneRecords } from "../leases/pruning.ts";
import { type FlightContext, SingleFlight } from "../leases/single-flight.ts";
import { DEFAULT_LOCK_TIMEOUT_MS } from "../locking/lock-options.ts";
import { MutexTable } from "../locking/mutex-table.ts";
import { ReentrantLocks } from "../locking/reentrant-locks.ts";
import { checkModel } from "../models/check-model.ts";
import type { Model } from "../models/model.ts";
import type { FoundRecord, RecordContent } from "../records/record.ts";
import type { RecordRemoval, RecordWrite } from "../records/storage-backend.ts";
import type { PendingItem } from "../scheduling/batch.ts";
import { mapCooperatively, waitForTimeSlice } from "../scheduling/event-loop.ts";
import { refuseOwnUpdate, runUserWork } from "../scheduling/user-work.ts";
import type { Constructor } from "../storage/constructor.ts";
import type { StorageBase } from "../storage/storage-base.ts";
import { checkPair, listOf } from "../typed-records/list-of.ts";
import type {
  AsyncResultsBackend,
  ComputeContext,
  ComputeOptions,
  GetOptions,
  IdsOptions,
  ResultInfo,
  SetOptions,
  UpdateOptions,
} from "./async-results-backend.ts";
import { computeRecord } from "./compute-record.ts";
import { type ComputedTarget, computedContent, computedTarget } from "./computed-content.ts";
import { type CopyOptions, type CopySummary, CopyTally, countKeys } from "./copy-records.ts";
import { type ExportOptions, type ImportOptions, importWrite, importWrites, settleImport } from "./export-import.ts";
import { exportPages } from "./export-pages.ts";
import { migrateRecords, upgradeResult } from "./migrate-records.ts";
import { parsePrefix, parseRange } from "./parse-range.ts";
import { PendingSet } from "./pending-set.ts";
import { ownResult, readResult } from "./read-result.ts";
import type { RecordAccess } from "./record-access.ts";
import { RecordFailures } from "./record-failures.ts";
import { resultInfo } from "./result-info.ts";
import type { ResultRecord } from "./result-record.ts";
import { checkBehavior, type SetBehavior } from "./set-behavior.ts";
import { updateRecord } from "./update-record.ts";

const SPACE = "results";

/** Adds the methods of {@link AsyncResultsBackend} to a storage. */
export function ResultsMixin<TBase extends Constructor<StorageBase>>(
  Base: TBase,
): TBase & Constructor<AsyncResultsBackend> {
  // Abstract only for the compiler: the base class implements the abstract members of StorageBase.
  abstract class Results extends Base {
    readonly #flights = new SingleFlight<RecordContent>(this);
    readonly #access: RecordAccess = { storage: this, together: (...args) => this.operation(...args) };
    readonly #updates = new ReentrantLocks(MutexTable.open());

    // The methods for one result are not async functions: thousands of calls may wait, and a callback needs half the memory of an
    // awaiting function. withCallerStack() restores the stack of the caller.
    set(id: ResultId, data: unknown, options: SetOptions = {}): Promise<boolean> {
      try {
        const key = parseId(id);
        refuseOwnUpdate(this, key);
        const pending = new PendingSet(this, key, data, options);
        pending.keepContext();
        const item = this.performOne("write", SPACE, pending.key, pending);
        return item.settled.then(() => settleOne(pending, item));
      } catch (error) {
        return Promise.reject(error);
      }
    }

    async setMany(entries: Iterable<readonly [ResultId, unknown]>, options: SetOptions = {}): Promise<boolean[]> {
      const pending = listOf(entries, "entries", (entry) => {
        const [id, data] = checkPair(entry);
        return new PendingSet(this, parseId(id), data, options);
      });
      const keys = pending.map(({ key }) => key);
      refuseOwnUpdate(this, keys);
      const task = async (): Promise<boolean[]> => {
        const writes = await mapCooperatively(pending, async (set): Promise<RecordWrite> => {
          const { key, condition, confirms } = set;
          return { key, condition, confirms, content: await set.prepare() };
        });
        const outcomes = await this.write(SPACE, writes);
        return outcomes.map((outcome, i) => (pending[i] as PendingSet).settle(outcome));
      };
      return this.accept(() => this.operation(keys, "write", task));
    }

    get(id: ResultId, model?: Model, options?: GetOptions): Promise<unknown> {
      try {
        const key = parseId(id);
        if (model !== undefined) checkModel(model);
        const item = this.performOne("read", SPACE, key, key);
        return item.settled.then(() => this.#readOne(item, key, model, options));
      } catch (error) {
        return Promise.reject(error);
      }
    }

    #readOne(
      item: PendingItem<"read">,
      key: string,
      model: Model | undefined,
      options: GetOptions | undefined,
    ): unknown {
      const found = item.result();
      if (!found) throw new ResultNotFoundError(key);
      // A batch resolves hundreds of calls at once, and each validates its record.
      const wait = waitForTimeSlice();
      if (wait) return wait.then(() => readResult(this, key, found, model, options));
      return readResult(this, key, found, model, options);
    }

    async getMany(ids: Iterable<ResultId>, model?: Model, options?: GetOptions): Promise<unknown[]> {
      const keys = listOf(ids, "ids", parseId);
      if (model !== undefined) checkModel(model);
      const found = await this.performAll("read", SPACE, keys, keys);
      return mapCooperatively(
        found,
        (record, i) => record && readResult(this, keys[i] as string, record, model, options),
      );
    }

    exists(id: ResultId): Promise<boolean> {
      try {
        const key = parseId(id);
        return this.performOne("has", SPACE, key, key).whenResult();
      } catch (error) {
        return Promise.reject(error);
      }
    }

    async info(id: ResultId): Promise<ResultInfo> {
      const key = parseId(id);
      const found = await this.accept(() => this.#find(key));
      if (!found) throw new ResultNotFoundError(key);
      return resultInfo(this, key, found);
    }

    async listIds(prefix?: ResultId): Promise<string[]> {
      const range = { prefix: parsePrefix(prefix) };
      return this.accept(() => this.operation([], "read", () => this.listKeys(SPACE, range)));
    }

    async *ids(prefix?: ResultId, options: IdsOptions = {}): AsyncGenerator<string, void, undefined> {
      const range = parseRange(prefix, options);
      const { signal } = options;
      signal?.throwIfAborted();
      for await (const page of this.listing(this.scan(SPACE, range))) {
        for (const id of page) {
          yield id;
          signal?.throwIfAborted();
        }
      }
    }

    async delete(id: ResultId): Promise<boolean> {
      const key = parseId(id);
      refuseOwnUpdate(this, key);
      return this.performOne("remove", SPACE, key, { key, condition: "any" }).whenResult();
    }

    async deleteMany(ids: Iterable<ResultId>): Promise<number> {
      const keys = listOf(ids, "ids", parseId);
      refuseOwnUpdate(this, keys);
      const removals = keys.map((key): RecordRemoval => ({ key, condition: "any" }));
      const removed = await this.performAll("remove", SPACE, keys, removals);
      return removed.filter(Boolean).length;
    }

    async clear(prefix?: ResultId): Promise<number> {
      const parsed = parsePrefix(prefix);
      return this.accept(() => this.operation([], "write", () => this.wipe(SPACE, { prefix: parsed })));
    }

    async update(
      id: ResultId,
      model: Model,
      change: (current: unknown) => unknown,
      options: UpdateOptions = {},
    ): Promise<unknown> {
      const { signal } = options;
      const target = computedTarget(this, parseId(id), model, change, options);
      refuseOwnUpdate(this, target.key);
      const { key } = target;
      const keys = [key];
      const changeRecord = async (found: FoundRecord): Promise<RecordContent> => {
        const current = found && (await readResult(this, key, found, model));
        return computedContent(target, await runUserWork({ storage: this, updated: key }, () => change(current)));
      };
      const task = () => updateRecord(this, key, changeRecord, signal);
      const run = () => this.operation(keys, "update", task, { signal });
      return this.accept(async () => {
        // Updates of one id are serialized within the process: concurrent ones would lose against each other and retry.
        const content = await this.#updates.run(keys, run, { timeoutMs: DEFAULT_LOCK_TIMEOUT_MS, signal });
        return ownResult(this, key, content, model);
      });
    }

    async getOrCompute(
      id: ResultId,
      model: Model,
      compute: (context: ComputeContext) => unknown,
      options: ComputeOptions = {},
    ): Promise<unknown> {
      const { signal } = options;
      const target = computedTarget(this, parseId(id), model, compute, options);
      refuseOwnUpdate(this, target.key);
      const { key } = target;
      return this.accept(async () => {
        // The computation is tracked on its own: a caller whose signal was aborted does not wait until its lease is released.
        const run = (flight: FlightContext) => this.track(() => this.#findOrCompute(target, compute, flight));
        const content = await this.#flights.run(key, run, { signal });
        return ownResult(this, key, content, model);
      });
    }

    async prune(): Promise<number> {
      const task = async (): Promise<number> => {
        const pruned = await pruneRecords(this);
        await this.releaseSpace(false);
        return pruned;
      };
      return this.accept(() => this.operation([], "write", task));
    }

    async compact(): Promise<number> {
      return this.accept(() => this.operation([], "write", () => this.releaseSpace(true)));
    }

    async migrate(prefix?: ResultId): Promise<number> {
      const parsed = parsePrefix(prefix);
      const failures = new RecordFailures();
      const migration = {
        upgrade: (key: string, found: RecordContent) => upgradeResult(this, key, found),
        noteFailure: (error: unknown) => failures.note(error),
      };
      return this.accept(async () => {
        const migrated = await this.operation([], "write", () => migrateRecords(this, parsed, migration));
        failures.end();
        return migrated;
      });
    }

    async copyTo(target: Pick<AsyncResultsBackend, "importRecords">, options: CopyOptions = {}): Promise<CopySummary> {
      checkBehavior(options.behavior);
      const failures = new RecordFailures(options.onError);
      const prefix = parsePrefix(options.prefix);
      // Accepted as one operation: closing waits for it, and rejects none of its parts.
      return this.accept(async () => {
        const total = options.onProgress ? await countKeys(this.scan(SPACE, { prefix })) : 0;
        const tally = new CopyTally(failures, options, total);
        for await (const page of this.#pages(prefix, failures, options.signal)) {
          tally.add(await target.importRecords(page, tally.importOptions));
        }
        return tally.end();
      });
    }

    async *exportRecords(
      prefix?: ResultId,
      { onError, signal }: ExportOptions = {},
    ): AsyncGenerator<readonly ResultRecord[], void, undefined> {
      const failures = new RecordFailures(onError);
      yield* this.listing(this.#pages(parsePrefix(prefix), failures, signal));
      failures.end();
    }

    #pages(
      prefix: string | undefined,
      failures: RecordFailures,
      signal: AbortSignal | undefined,
    ): AsyncGenerator<readonly ResultRecord[], void, undefined> {
      return exportPages({ ...this.#access, range: { prefix }, failures, signal });
    }

    async importRecords(records: readonly ResultRecord[], options: ImportOptions = {}): Promise<boolean[]> {
      const behavior = checkBehavior(options.behavior);
      const failures = new RecordFailures(options.onError);
      if (options.onError !== undefined && options.onError !== "throw") {
        return Promise.all(records.map((record) => this.#importOne(record, behavior, failures)));
      }
      const writes = importWrites(records, behavior);
      const keys = writes.map(({ key }) => key);
      refuseOwnUpdate(this, keys);
      const outcomes = await this.performAll("write", SPACE, keys, writes);
      return settleImport(this, behavior, writes, outcomes);
    }

    async #importOne(record: ResultRecord, behavior: SetBehavior, failures: RecordFailures): Promise<boolean> {
      const write = importWrite(record, behavior, failures);
      if (!write) return false;
      try {
        refuseOwnUpdate(this, write.key);
        const outcomes = await this.performAll("write", SPACE, [write.key], [write]);
        return settleImport(this, behavior, [write], outcomes)[0] as boolean;
      } catch (error) {
        failures.note(error);
        return false;
      }
    }

    async #find(key: string): Promise<FoundRecord> {
      const keys = [key];
      const [found] = await this.operation(keys, "read", () => this.read(SPACE, keys));
      return found;
    }

    #findOrCompute(
      target: ComputedTarget,
      compute: (context: ComputeContext) => unknown,
      flight: FlightContext,
    ): Promise<RecordContent> {
      const { signal } = flight;
      const content = async () => computedContent(target, await flight.run(() => compute({ signal })));
      return computeRecord(this.#access, target.key, content, flight);
    }
  }
  // The overloads of the interface infer types from the model; the class implements them for any model, which TypeScript cannot express.
  return Results as unknown as TBase & Constructor<AsyncResultsBackend>;
}

function settleOne(pending: PendingSet, item: PendingItem<"write">): Promise<boolean> | boolean {
  try {
    const outcome = item.result();
    return outcome instanceof Promise ? outcome.then((resolved) => pending.settle(resolved)) : pending.settle(outcome);
  } catch (error) {
    throw withCallerStack(error);
  }
}
