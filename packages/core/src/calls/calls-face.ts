import { DigestNotFoundError } from "../errors/digest-errors.ts";
import { given } from "../errors/given.ts";
import { pruneExpired, pruneLeases } from "../leases/pruning.ts";
import { checkOptions, type OptionNames } from "../options/check-options.ts";
import { expiryOf } from "../records/expiry.ts";
import type { CopySummary } from "../results/copy-records.ts";
import { HEAVY_FLOW, waitForTimeSlice } from "../scheduling/event-loop.ts";
import { pagesLater } from "../scheduling/pages-later.ts";
import type { CallPattern } from "../storage/record-pattern.ts";
import { StorageAccess } from "../storage/storage-access.ts";
import type { StorageBase } from "../storage/storage-base.ts";
import type {
  CopyRecordsOptions,
  ExportRecordsOptions,
  ImportRecordsOptions,
  KeyedRecord,
} from "../transfer/keyed-record.ts";
import { StoredDigestKeys } from "../values/stored-digest-keys.ts";
import { StoredValues } from "../values/stored-values.ts";
import type { GcOptions, ValueStorage } from "../values/value-storage.ts";
import { ValuesFace } from "../values/values-face.ts";
import type { Call, CallTemplate, StoredCall } from "./call.ts";
import { parseTemplate } from "./call-pattern.ts";
import { checkedCallData, storedCall } from "./call-record.ts";
import type { CallContext, CallStorage, ComputeCallOptions, SaveCallOptions } from "./call-storage.ts";
import { ComputedCalls } from "./computed-calls.ts";
import { copyCall, keyOfCall } from "./encode-call.ts";
import { findCalls } from "./find-calls.ts";
import { CallSaver } from "./save-call.ts";
import type { CallTransfers } from "./transfer-calls.ts";
import { RecoveringAccess } from "./transform/recovering-access.ts";
import { transformCalls } from "./transform/transform-calls.ts";

const SAVE_OPTIONS: OptionNames<SaveCallOptions> = { ttlSeconds: true };

/** Calls and their values in a storage, which other faces may use too: it is closed with the last of them. */
export class CallsFace extends StoredDigestKeys implements CallStorage {
  /** Values of the calls. Closing them closes the calls too. */
  readonly values: ValueStorage;
  readonly #values: StoredValues;
  readonly #writer: CallSaver;
  readonly #computed: ComputedCalls;

  constructor(target: StorageAccess | StorageBase) {
    const access = StorageAccess.to(target, "calls");
    super(new RecoveringAccess(access), "calls", "call");
    this.#values = new StoredValues(access);
    this.values = new ValuesFace(access, this.#values);
    this.#writer = new CallSaver(this.access, this.#values);
    this.#computed = new ComputedCalls(this.access, this.#values, this.#writer);
  }

  key(call: Call): string {
    return keyOfCall(call, this.storage.registry.types);
  }

  async save(call: Call, options: SaveCallOptions = {}): Promise<string> {
    checkOptions(options, SAVE_OPTIONS, "save");
    const { clock, registry } = this.storage;
    const copy = copyCall(call, registry.types);
    const expiresAt = expiryOf(options.ttlSeconds, clock.now());
    return this.access.accept(async () => {
      const wait = waitForTimeSlice(HEAVY_FLOW);
      if (wait) await wait;
      return this.#writer.save(copy, expiresAt);
    });
  }

  async load(key: string): Promise<StoredCall> {
    const { storage } = this;
    return this.access.accept(async () => {
      const whole = await this.resolve(key);
      const [found] = await this.access.together([whole], "read", () => storage.read("calls", [whole]));
      if (!found) throw new DigestNotFoundError(whole, "call");
      const data = checkedCallData(storage, whole, found);
      return storedCall(whole, data, found as Exclude<typeof found, { corrupt: string }>);
    });
  }

  query(template: CallTemplate = {}): AsyncGenerator<StoredCall, void, undefined> {
    const pattern = parseTemplate(template, this.storage.registry.types);
    this.access.assertAccepting();
    return this.#query(pattern, template.where);
  }

  async *#query(pattern: CallPattern, where: unknown): AsyncGenerator<StoredCall, void, undefined> {
    const filter = where === undefined ? undefined : (await import("./call-filter.ts")).callFilter(where, this.#values);
    const found = findCalls(this.storage, pattern);
    for await (const page of this.access.listing(filter ? filter(found) : found)) {
      for (const { key, data, record } of page) yield storedCall(key, data, record);
    }
  }

  async transform(change: (call: StoredCall) => Call | Promise<Call> = (call) => call): Promise<number> {
    if (typeof change !== "function") throw new TypeError(`change must be a function, got ${given(change)}.`);
    return this.access.operate([], "update", () => transformCalls(this.storage, this.#values, change));
  }

  getOrCompute(
    call: Call,
    compute: (context: CallContext) => unknown,
    options: ComputeCallOptions = {},
  ): Promise<unknown> {
    return this.#computed.getOrCompute(call, compute, options);
  }

  async *exportRecords(options?: ExportRecordsOptions): AsyncGenerator<readonly KeyedRecord[], void, undefined> {
    yield* this.access.listing(pagesLater(async () => (await this.#transfer()).calls.exportRecords({}, options)));
  }

  async importRecords(records: readonly KeyedRecord[], options?: ImportRecordsOptions): Promise<boolean[]> {
    return this.access.accept(async () => (await this.#transfer()).calls.importRecords(records, options));
  }

  async copyTo(
    target: Pick<CallStorage, "importRecords" | "values">,
    options: CopyRecordsOptions = {},
  ): Promise<CopySummary> {
    return this.access.accept(async () => {
      const { calls, copyValues } = await this.#transfer();
      return calls.copyTo(target, {}, options, (failures) => copyValues(target.values, failures, options.signal));
    });
  }

  /** Loaded on first use: most programs never copy calls. */
  async #transfer(): Promise<CallTransfers> {
    const { callTransfers } = await import("./transfer-calls.ts");
    return callTransfers(this.access, this.#values);
  }

  async prune(): Promise<number> {
    const { storage } = this;
    return this.access.operate([], "write", async () => {
      const pruned = await pruneExpired(storage, "calls");
      await pruneLeases(storage, "call_leases");
      await this.storage.releaseSpace(false);
      return pruned;
    });
  }

  compact(): Promise<number> {
    return this.values.compact();
  }

  gc(roots?: Iterable<string>, options?: GcOptions): Promise<number> {
    return this.values.gc(roots, options);
  }
}
