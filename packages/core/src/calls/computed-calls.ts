import { setProperty } from "../codec/set-property.ts";
import { ValueRef } from "../codec/value-ref.ts";
import { given } from "../errors/given.ts";
import { isResultsError } from "../errors/is-results-error.ts";
import { computeOnce, type Stored } from "../leases/compute-once.ts";
import { type FlightContext, SingleFlight } from "../leases/single-flight.ts";
import { checkOptions, type OptionNames } from "../options/check-options.ts";
import { expiryOf } from "../records/expiry.ts";
import type { FoundRecord } from "../records/record.ts";
import type { StorageAccess } from "../storage/storage-access.ts";
import { digest } from "../values/digest.ts";
import { seal, unseal } from "../values/seal.ts";
import type { StoredValues } from "../values/stored-values.ts";
import type { Call } from "./call.ts";
import { callData, corruptCall, inlineResult, isOfText, mapValues } from "./call-record.ts";
import type { CallContext, ComputeCallOptions } from "./call-storage.ts";
import { copyCall, keyOfCall } from "./encode-call.ts";
import type { CallSaver } from "./save-call.ts";

const COMPUTE_OPTIONS: OptionNames<ComputeCallOptions> = { ttlSeconds: true, signal: true };

/** Result that was found, which may be `undefined`. */
interface Found {
  readonly value: unknown;
}

/** Context of a computation, which may change its arguments, but not the stored ones: they are copied on access. */
class ComputedContext implements CallContext {
  readonly signal: AbortSignal;
  readonly #copyArguments: () => CallContext["arguments"];

  constructor(signal: AbortSignal, copyArguments: () => CallContext["arguments"]) {
    this.signal = signal;
    this.#copyArguments = copyArguments;
  }

  get arguments(): CallContext["arguments"] {
    return this.#copyArguments();
  }
}

/** Results of calls, loaded if stored and else computed once. */
export class ComputedCalls {
  readonly #access: StorageAccess;
  readonly #values: StoredValues;
  readonly #writer: CallSaver;
  readonly #flights: SingleFlight<Found>;

  constructor(access: StorageAccess, values: StoredValues, writer: CallSaver) {
    this.#access = access;
    this.#values = values;
    this.#writer = writer;
    this.#flights = new SingleFlight(access.storage);
  }

  /** Implements `CallStorage.getOrCompute`. */
  async getOrCompute(
    call: Call,
    compute: (context: CallContext) => unknown,
    options: ComputeCallOptions,
  ): Promise<unknown> {
    checkOptions(options, COMPUTE_OPTIONS, "getOrCompute");
    const { ttlSeconds, signal } = options;
    if (typeof compute !== "function") throw new TypeError(`compute must be a function, got ${given(compute)}.`);
    const { storage } = this.#access;
    expiryOf(ttlSeconds, storage.clock.now());
    const { types } = storage.registry;
    const key = keyOfCall(call, types);
    const peeked = this.#access.isIdle ? storage.recordIndex?.peek(key, storage.clock.now()) : undefined;
    const inlined = peeked && inlineResult(peeked, call.fingerprint);
    if (inlined) return inlined[0];
    const pending = peeked === null ? undefined : this.#access.ask("read", "calls", key);
    // The copy is made synchronously, but only if the result was not found in the index.
    const copy = copyCall(call, types);
    return this.#access.accept(async () => {
      if (pending) {
        await pending.settled;
        const stored = await this.#resultOf(key, pending.result(), copy.fingerprint);
        if (stored) return unseal(stored.value, types);
      }
      const run = ({ signal: flight, computing, run: runAsOwn }: FlightContext): Promise<Found> => {
        const work = async () => {
          const args = await this.#resolveReferences(copy.arguments);
          const copyArguments = () => mapValues(args, (value) => unseal(value, types));
          return runAsOwn(() => compute(new ComputedContext(flight, copyArguments)));
        };
        // Tracked separately: a caller that stops waiting no longer waits for the release of the lease.
        return this.#access.track(() => this.#computeOnce(key, copy, work, ttlSeconds, { signal: flight, computing }));
      };
      const computed = await this.#flights.run(key, run, { name: `${copy.name}: ${key}`, signal });
      return unseal(computed.value, types);
    });
  }

  /** Replaces references in the arguments by the values that they refer to. */
  async #resolveReferences(args: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, unknown>>> {
    const resolved: Record<string, unknown> = {};
    for (const name of Object.keys(args)) {
      const value = args[name];
      setProperty(resolved, name, value instanceof ValueRef ? await this.#values.load(value.digest) : value);
    }
    return resolved;
  }

  #computeOnce(
    key: string,
    call: Call,
    compute: () => unknown,
    ttlSeconds: number | undefined,
    flight: Pick<FlightContext, "signal" | "computing">,
  ): Promise<Found> {
    const { storage } = this.#access;
    let before: FoundRecord;
    const computation = {
      ...flight,
      find: async (): Promise<Found | undefined> => {
        [before] = await storage.read("calls", [key]);
        return this.#resultOf(key, before, call.fingerprint);
      },
      compute: async (stored: Stored): Promise<Found> => {
        const value = seal(await compute(), storage.registry.types);
        let other: Found | undefined;
        const isKept = async (existing: FoundRecord): Promise<boolean> => {
          other = await this.#resultOf(key, existing, call.fingerprint);
          // A result with another fingerprint is kept too, but not returned.
          return other !== undefined || (await this.#resultOf(key, existing, undefined)) !== undefined;
        };
        const expiresAt = expiryOf(ttlSeconds, storage.clock.now());
        const computed = { ...call, result: value };
        const { reference } = await this.#writer.saveComputed(computed, expiresAt, { before, isKept, stored });
        if (reference !== undefined) return { value: await this.#values.load(reference) };
        return other ?? { value };
      },
    };
    return computeOnce(storage, key, computation, "call_leases");
  }

  /** Returns the result of a stored call; `undefined` if it is unknown, its fingerprint differs, or its value is no longer stored. */
  async #resultOf(key: string, found: FoundRecord, fingerprint: string | undefined): Promise<Found | undefined> {
    if (!found) return undefined;
    const { storage } = this.#access;
    const data = callData(storage, key, found);
    const { result, inline } = data;
    if (result === undefined || !isOfText(data, fingerprint)) return undefined;
    if (inline?.result) {
      const [value] = inline.result;
      if (digest(value) !== result) throw corruptCall(storage, key, "its result has another digest");
      return { value };
    }
    try {
      return { value: await this.#values.load(result) };
    } catch (error) {
      if (isResultsError(error, "DIGEST_NOT_FOUND")) return undefined;
      throw error;
    }
  }
}
