import { DigestNotFoundError } from "../errors/digest-errors.ts";
import { pruneExpired, pruneLeases } from "../leases/pruning.ts";
import { expiryOf } from "../records/expiry.ts";
import { HEAVY_FLOW, waitForTimeSlice } from "../scheduling/event-loop.ts";
import type { StorageAccess } from "../storage/storage-access.ts";
import { StoredDigestKeys } from "../values/stored-digest-keys.ts";
import type { ValueStorage } from "../values/value-storage.ts";
import { ValuesFace } from "../values/values-face.ts";
import type { Call, CallTemplate, StoredCall } from "./call.ts";
import { type CallPattern, parseTemplate } from "./call-pattern.ts";
import { checkedCallData, storedCall } from "./call-record.ts";
import type { CallContext, CallStorage, ComputeCallOptions, SaveCallOptions } from "./call-storage.ts";
import { ComputedCalls } from "./computed-calls.ts";
import { copyCall, keyOfCall } from "./encode-call.ts";
import { findCalls } from "./find-calls.ts";
import { CallSaver } from "./save-call.ts";
import { RecoveringAccess } from "./transform/recovering-access.ts";
import { transformCalls } from "./transform/transform-calls.ts";

/** Implementation of {@link CallStorage} on a storage. */
export class CallsFace extends StoredDigestKeys implements CallStorage {
  readonly #values: ValuesFace;
  readonly #writer: CallSaver;
  readonly #computed: ComputedCalls;

  constructor(access: StorageAccess) {
    super(new RecoveringAccess(access), "calls", "call");
    this.#values = new ValuesFace(access);
    this.#writer = new CallSaver(this.access, this.#values);
    this.#computed = new ComputedCalls(this.access, this.#values, this.#writer);
  }

  get values(): ValueStorage {
    return this.#values;
  }

  key(call: Call): string {
    return keyOfCall(call, this.access.storage.registry.types);
  }

  async save(call: Call, options: SaveCallOptions = {}): Promise<string> {
    const { clock, registry } = this.access.storage;
    const copy = copyCall(call, registry.types);
    const expiresAt = expiryOf(options.ttlSeconds, clock.now());
    return this.access.accept(async () => {
      const wait = waitForTimeSlice(HEAVY_FLOW);
      if (wait) await wait;
      return this.#writer.save(copy, expiresAt);
    });
  }

  async load(key: string): Promise<StoredCall> {
    const { storage } = this.access;
    return this.access.accept(async () => {
      const whole = await this.resolve(key);
      const [found] = await this.access.together([whole], "read", () => storage.read("calls", [whole]));
      if (!found) throw new DigestNotFoundError(whole, "call");
      const data = checkedCallData(storage, whole, found);
      return storedCall(whole, data, found as Exclude<typeof found, { corrupt: string }>);
    });
  }

  query(template: CallTemplate = {}): AsyncGenerator<StoredCall, void, undefined> {
    const pattern = parseTemplate(template, this.access.storage.registry.types);
    this.access.assertAccepting();
    return this.#query(pattern);
  }

  async *#query(pattern: CallPattern): AsyncGenerator<StoredCall, void, undefined> {
    for await (const page of this.access.listing(findCalls(this.access.storage, pattern))) {
      for (const { key, data, record } of page) yield storedCall(key, data, record);
    }
  }

  async transform(change: (call: StoredCall) => Call | Promise<Call> = (call) => call): Promise<number> {
    if (typeof change !== "function") throw new TypeError(`change must be a function, got ${typeof change}.`);
    return this.access.accept(() =>
      this.access.together([], "update", () => transformCalls(this.access.storage, this.#values, change)),
    );
  }

  getOrCompute(
    call: Call,
    compute: (context: CallContext) => unknown,
    options: ComputeCallOptions = {},
  ): Promise<unknown> {
    return this.#computed.getOrCompute(call, compute, options);
  }

  async prune(): Promise<number> {
    const { storage } = this.access;
    return this.access.accept(() =>
      this.access.together([], "write", async () => {
        const pruned = await pruneExpired(storage, "calls");
        await pruneLeases(storage, "call_leases");
        await this.access.storage.releaseSpace(false);
        return pruned;
      }),
    );
  }

  compact(): Promise<number> {
    return this.#values.compact();
  }

  gc(roots?: Iterable<string>): Promise<number> {
    return this.#values.gc(roots);
  }
}
