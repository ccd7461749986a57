import { setProperty } from "../codec/set-property.ts";
import { ValueRef } from "../codec/value-ref.ts";
import { isResultsError } from "../errors/is-results-error.ts";
import { computeOnce, type Stored } from "../leases/compute-once.ts";
import { type FlightContext, SingleFlight } from "../leases/single-flight.ts";
import { expiryOf } from "../records/expiry.ts";
import type { FoundRecord } from "../records/record.ts";
import type { StorageAccess } from "../storage/storage-access.ts";
import { digest } from "../values/digest.ts";
import { seal, unseal } from "../values/seal.ts";
import type { ValuesFace } from "../values/values-face.ts";
import type { Call } from "./call.ts";
import { callData, corruptCall, inlineResult, isOfText, mapValues } from "./call-record.ts";
import type { CallContext, ComputeCallOptions } from "./call-storage.ts";
import { copyCall, keyOfCall } from "./encode-call.ts";
import type { CallSaver } from "./save-call.ts";

/** A result that was found, which may be `undefined`. */
interface Found {
  readonly value: unknown;
}

/** The results of calls: those that are stored, and those that have to be computed, once. */
export class ComputedCalls {
  readonly #host: StorageAccess;
  readonly #values: ValuesFace;
  readonly #writer: CallSaver;
  readonly #flights: SingleFlight<Found>;

  constructor(host: StorageAccess, values: ValuesFace, writer: CallSaver) {
    this.#host = host;
    this.#values = values;
    this.#writer = writer;
    this.#flights = new SingleFlight(host.storage);
  }

  /** See `CallStorage.getOrCompute`. */
  async getOrCompute(
    call: Call,
    compute: (context: CallContext) => unknown,
    { ttlSeconds, signal }: ComputeCallOptions,
  ): Promise<unknown> {
    if (typeof compute !== "function") throw new TypeError(`compute must be a function, got ${typeof compute}.`);
    const { storage } = this.#host;
    expiryOf(ttlSeconds, storage.clock.now());
    const { types } = storage.registry;
    const key = keyOfCall(call, types);
    const peeked = this.#host.canBypassQueue ? this.#host.recordIndex?.peek(key, storage.clock.now()) : undefined;
    const atHand = peeked && inlineResult(peeked, call.fingerprint);
    if (atHand) return atHand[0];
    const place = peeked === null ? undefined : this.#host.performOne("read", "calls", key, key);
    // Copied at the call, but only for who will need it.
    const copy = copyCall(call, types);
    return this.#host.accept(async () => {
      if (place) {
        await place.settled;
        const stored = await this.#resultOf(key, place.take(), copy.fingerprint);
        if (stored) return unseal(stored.value, types);
      }
      const run = ({ signal: flight, run: asOwn }: FlightContext): Promise<Found> => {
        const work = async () => {
          const args = await this.#referredTo(copy.arguments);
          const context: CallContext = {
            signal: flight,
            // Made when it is asked for: what is stored must not change with it.
            get arguments() {
              return mapValues(args, (value) => unseal(value, types));
            },
          };
          return asOwn(() => compute(context));
        };
        // Tracked by itself, too: whoever left does not wait any more for what it held to be given back.
        return this.#host.track(() => this.#computeOnce(key, copy, work, ttlSeconds, flight));
      };
      const computed = await this.#flights.run(key, run, { name: `${copy.name}: ${key}`, signal });
      return unseal(computed.value, types);
    });
  }

  /** The same arguments; where one is a reference, what it refers to. */
  async #referredTo(args: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, unknown>>> {
    const whole: Record<string, unknown> = {};
    for (const name of Object.keys(args)) {
      const value = args[name];
      setProperty(whole, name, value instanceof ValueRef ? await this.#values.loadWhole(value.digest) : value);
    }
    return whole;
  }

  #computeOnce(
    key: string,
    call: Call,
    compute: () => unknown,
    ttlSeconds: number | undefined,
    signal: AbortSignal,
  ): Promise<Found> {
    const { storage } = this.#host;
    let before: FoundRecord;
    const computation = {
      signal,
      find: async (): Promise<Found | undefined> => {
        [before] = await storage.read("calls", [key]);
        return this.#resultOf(key, before, call.fingerprint);
      },
      compute: async (stored: Stored): Promise<Found> => {
        const value = seal(await compute(), storage.registry.types);
        let other: Found | undefined;
        const isKept = async (standing: FoundRecord): Promise<boolean> => {
          other = await this.#resultOf(key, standing, call.fingerprint);
          // That of another text of the function stays, too, and is not what was asked for.
          return other !== undefined || (await this.#resultOf(key, standing, undefined)) !== undefined;
        };
        const expiresAt = expiryOf(ttlSeconds, storage.clock.now());
        const computed = { ...call, result: value };
        const { reference } = await this.#writer.saveComputed(computed, expiresAt, { before, isKept, stored });
        if (reference !== undefined) return { value: await this.#values.loadWhole(reference) };
        return other ?? { value };
      },
    };
    return computeOnce(storage, key, computation, "call_leases");
  }

  /** The result of a stored call; `undefined` where it is not known, that of another text, or its value is not there any more. */
  async #resultOf(key: string, found: FoundRecord, fingerprint: string | undefined): Promise<Found | undefined> {
    if (!found) return undefined;
    const { storage } = this.#host;
    const data = callData(storage, key, found);
    const { result, inline } = data;
    if (result === undefined || !isOfText(data, fingerprint)) return undefined;
    if (inline?.result) {
      const [value] = inline.result;
      if (digest(value) !== result) throw corruptCall(storage, key, "its result has another digest");
      return { value };
    }
    try {
      return { value: await this.#values.loadWhole(result) };
    } catch (error) {
      if (isResultsError(error, "DIGEST_NOT_FOUND")) return undefined;
      throw error;
    }
  }
}
