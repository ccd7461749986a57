import { snapshot } from "../codec/snapshot.ts";
import { digest } from "../digest/digest.ts";
import { StoredDigestKeys } from "../digest/digest-keys.ts";
import { DigestNotFoundError } from "../errors/digest-errors.ts";
import { isResultsError } from "../errors/is-results-error.ts";
import { computeOnce, type Stored } from "../results/compute-once.ts";
import { pruneExpired, pruneLeases } from "../results/prune-records.ts";
import { SingleFlight } from "../results/single-flight.ts";
import { untilAborted } from "../results/until-aborted.ts";
import { expiryOf } from "../storage/expiry.ts";
import type { FaceHost } from "../storage/face-host.ts";
import { turnWithTime } from "../storage/turn.ts";
import { StoredValues } from "../values/stored-values.ts";
import type { ValueStorage } from "../values/value-storage.ts";
import type { Call, CallTemplate, StoredCall } from "./call.ts";
import { type CallPattern, parseTemplate } from "./call-pattern.ts";
import { callContent, callData, checkedCallData, corruptCall, inlineResult, storedCall } from "./call-record.ts";
import type { CallStorage, ComputeCallOptions, SaveCallOptions } from "./call-storage.ts";
import { findCalls } from "./find-calls.ts";
import { copyCall, keyOfCall, type PendingCall, pendingCall } from "./pending-call.ts";
import { recoverTransform, transformCalls } from "./transform-calls.ts";

/** A result that was found, which may be `undefined`. */
interface Found {
  readonly value: unknown;
}

/** The calls of a storage. */
export class StoredCalls implements CallStorage {
  readonly #host: FaceHost;
  readonly #keys: StoredDigestKeys;
  readonly #values: StoredValues;
  readonly #flights = new SingleFlight<Found>();

  constructor(host: FaceHost) {
    this.#host = recovering(host);
    this.#keys = new StoredDigestKeys(this.#host, "calls", "call");
    this.#values = new StoredValues(host);
  }

  get values(): ValueStorage {
    return this.#values;
  }

  key(call: Call): string {
    return keyOfCall(call);
  }

  async save(call: Call, options: SaveCallOptions = {}): Promise<string> {
    const copy = copyCall(call);
    const { clock } = this.#host.storage;
    const expiresAt = expiryOf(options.ttlSeconds, clock.now());
    return this.#host.accept(async () => {
      await turnWithTime();
      return this.#save(this.#pending(copy), expiresAt);
    });
  }

  async load(key: string): Promise<StoredCall> {
    const { storage } = this.#host;
    const whole = await this.#keys.resolve(key);
    const [found] = await this.#host.accept(() =>
      this.#host.operation([whole], "read", () => storage.read("calls", [whole])),
    );
    if (!found) throw new DigestNotFoundError(whole, "call");
    const data = checkedCallData(storage, whole, found);
    return storedCall(whole, data, found as Exclude<typeof found, { corrupt: string }>);
  }

  query(template: CallTemplate = {}): AsyncGenerator<StoredCall, void, undefined> {
    const pattern = parseTemplate(template);
    this.#host.assertAccepting();
    return this.#query(pattern);
  }

  async *#query(pattern: CallPattern): AsyncGenerator<StoredCall, void, undefined> {
    await this.#host.accept(async () => {});
    for await (const page of findCalls(this.#host, pattern)) {
      for (const { key, data, record } of page) yield storedCall(key, data, record);
    }
  }

  async transform(change: (call: StoredCall) => Call | Promise<Call> = (call) => call): Promise<number> {
    if (typeof change !== "function") throw new TypeError(`change must be a function, got ${typeof change}.`);
    return this.#host.accept(() =>
      this.#host.operation([], "update", () => transformCalls(this.#host, this.#values, change)),
    );
  }

  async getOrCompute(
    call: Call,
    compute: (context: { readonly signal: AbortSignal }) => unknown,
    { ttlSeconds, signal }: ComputeCallOptions = {},
  ): Promise<unknown> {
    if (typeof compute !== "function") throw new TypeError(`compute must be a function, got ${typeof compute}.`);
    const { storage } = this.#host;
    expiryOf(ttlSeconds, storage.clock.now());
    const key = keyOfCall(call);
    const peeked = this.#host.isUndisturbed ? this.#host.callIndex?.peek(key, storage.clock.now()) : undefined;
    const atHand = peeked && inlineResult(peeked);
    if (atHand) return atHand[0];
    const place = peeked === null ? undefined : this.#host.performOne("read", "calls", key, key);
    // Copied at the call, but only for who will need it.
    const copy = copyCall(call);
    if (place) {
      await place.settled;
      const stored = await this.#resultOf(key, place.take());
      if (stored) return stored.value;
    }
    return this.#host.accept(async () => {
      const run = (flight: AbortSignal): Promise<Found> => {
        const work = () => untilAborted(compute({ signal: flight }), flight);
        // Tracked by itself, too: whoever left does not wait any more for what it held to be given back.
        return this.#host.track(() => this.#computeOnce(key, copy, work, ttlSeconds, flight));
      };
      const computed = await this.#flights.run(key, run, signal);
      return snapshot(computed.value);
    });
  }

  #computeOnce(
    key: string,
    call: Call,
    compute: () => unknown,
    ttlSeconds: number | undefined,
    signal: AbortSignal,
  ): Promise<Found> {
    const { storage } = this.#host;
    const find = async (): Promise<Found | undefined> => this.#resultOf(key, (await storage.read("calls", [key]))[0]);
    const computation = {
      signal,
      find,
      compute: async (stored: Stored) => {
        const value = snapshot(await compute());
        const pending = this.#pending({ ...call, result: value });
        await this.#save(pending, expiryOf(ttlSeconds, storage.clock.now()), stored);
        return { value };
      },
    };
    return computeOnce(storage, key, computation, "call_leases");
  }

  /** The result of a stored call; `undefined` where it is not known, or its value is not there any more. */
  async #resultOf(
    key: string,
    found: Awaited<ReturnType<FaceHost["storage"]["read"]>>[number],
  ): Promise<Found | undefined> {
    if (!found) return undefined;
    const { storage } = this.#host;
    const { result, inline } = callData(storage, key, found);
    if (result === undefined) return undefined;
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

  async prune(): Promise<number> {
    const { storage } = this.#host;
    return this.#host.accept(() =>
      this.#host.operation([], "write", async () => {
        const pruned = await pruneExpired(storage, "calls");
        await pruneLeases(storage, "call_leases");
        return pruned;
      }),
    );
  }

  gc(roots?: Iterable<string>): Promise<number> {
    return this.#values.gc(roots);
  }

  expand(short: string): Promise<string> {
    return this.#keys.expand(short);
  }

  shrink(full: string): Promise<string> {
    return this.#keys.shrink(full);
  }

  contains(key: string): Promise<boolean> {
    return this.#keys.contains(key);
  }

  evict(key: string): Promise<boolean> {
    return this.#keys.evict(key);
  }

  list(): Promise<string[]> {
    return this.#keys.list();
  }

  keys(): AsyncIterable<string> {
    return this.#keys.keys();
  }

  close(): Promise<void> {
    return this.#host.storage.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #pending(call: Call): PendingCall {
    return pendingCall(call, (value) => this.#values.split(value));
  }

  async #save(pending: PendingCall, expiresAt: number | undefined, stored?: Stored): Promise<string> {
    const { key } = pending;
    const save = (isAgain: boolean, asked: () => void): Promise<void> =>
      this.#write(pending, expiresAt, isAgain, () => {
        asked();
        if (!isAgain) stored?.();
      });
    await this.#host.operation([key], "write", () => this.#values.garbage.guard(save));
    return key;
  }

  async #write(
    { key, data, parts, references }: PendingCall,
    expiresAt: number | undefined,
    isAgain: boolean,
    asked: () => void,
  ): Promise<void> {
    const { storage } = this.#host;
    const there = references.length > 0 ? await storage.has("values", references) : [];
    const missing = references[there.indexOf(false)];
    if (missing !== undefined) {
      if (isAgain) await storage.remove("calls", [{ key, condition: "any" }]);
      throw new DigestNotFoundError(missing, "value");
    }
    const content = callContent(data, storage.clock.now(), expiresAt);
    // The second time it stands there already, unless somebody has written another since.
    const writing = storage.write("calls", [{ key, condition: isAgain ? "absent" : "any", content, parts }]);
    asked();
    await writing;
  }
}

/** Before anything else is done, what a killed process had begun to transform is carried out. */
function recovering(host: FaceHost): FaceHost {
  let recovery: Promise<void> | undefined;
  return Object.create(host, {
    accept: {
      value: async <T>(task: () => Promise<T>): Promise<T> =>
        host.accept(async () => {
          recovery ??= recoverTransform(host);
          await recovery;
          return task();
        }),
    },
  }) as FaceHost;
}
