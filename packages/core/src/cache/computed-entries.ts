import { computeOnce } from "../leases/compute-once.ts";
import { type FlightContext, SingleFlight } from "../leases/single-flight.ts";
import type { RecordContent } from "../records/record.ts";
import { waitForTimeSlice } from "../scheduling/event-loop.ts";
import type { StorageAccess } from "../storage/storage-access.ts";
import type { CacheComputeOptions } from "./async-cache-backend.ts";
import type { CacheEntries } from "./cache-entries.ts";
import { computedEntry, entryValue, timesFor, withTags } from "./entry.ts";
import { parseComputation } from "./parse-computation.ts";
import { ensureTagVersions, isOutdated } from "./tags/tag-versions.ts";

/** Computation of a missing entry. */
export interface EntryComputation {
  /** Computes the entry, without its tags. */
  readonly compute: (flight: FlightContext) => Promise<RecordContent>;
  readonly tags: readonly string[];
}

/** Result of one flight, for all callers that wait for it. */
interface FlightResult {
  readonly content: RecordContent;
  /** True if the entry was already stored. */
  readonly wasStored: boolean;
}

/** Entries that are computed if they are not stored: once across all tasks and processes. */
export class ComputedEntries {
  readonly #access: StorageAccess;
  readonly #entries: CacheEntries;
  readonly #flights: SingleFlight<FlightResult>;

  constructor(access: StorageAccess, entries: CacheEntries) {
    this.#access = access;
    this.#entries = entries;
    this.#flights = new SingleFlight(access.storage);
  }

  /** Implements `AsyncCacheBackend.getOrCompute`. */
  async getOrCompute(key: string, modelOrCompute: unknown, rest: readonly unknown[]): Promise<unknown> {
    const { storage } = this.#access;
    const { model, compute, options, tags } = parseComputation(key, modelOrCompute, rest, storage.clock);
    const { ttlSeconds, signal } = options;
    const records = this.#entries.readNow();
    const stored = records && this.#entries.find(records, key);
    if (stored) return this.#entries.valueOf(key, stored, model, true);
    const content = await this.getEntry(key, {
      tags,
      signal,
      compute: async (flight) => {
        const value = await flight.run(() => compute({ signal: flight.signal }));
        return computedEntry(key, value, model, () => timesFor(storage.clock, ttlSeconds));
      },
    });
    const wait = waitForTimeSlice();
    if (wait) await wait;
    return entryValue(storage, key, content, model, true);
  }

  /** Returns the entry of a key, stored or computed. Each caller can end its wait with its own signal. */
  getEntry(
    key: string,
    { signal, ...computation }: EntryComputation & Pick<CacheComputeOptions, "signal">,
  ): Promise<RecordContent> {
    return this.#access.accept(() => this.#get(key, computation, signal));
  }

  async #get(key: string, computation: EntryComputation, signal: AbortSignal | undefined): Promise<RecordContent> {
    for (;;) {
      let isOwn = false;
      const run = (flight: FlightContext): Promise<FlightResult> => {
        isOwn = true;
        // Tracked separately: a caller that stops waiting no longer waits for the release of the lease.
        return this.#access.track(() => this.#findOrCompute(key, computation, flight));
      };
      const { content, wasStored } = await this.#flights.run(key, run, { signal });
      if (isOwn) return content;
      // A flight that began earlier may have a result that was invalidated before this call.
      if (await isOutdated(this.#access.storage, content)) continue;
      this.#entries.count(key, wasStored ? content : undefined);
      return content;
    }
  }

  async #findOrCompute(key: string, computation: EntryComputation, flight: FlightContext): Promise<FlightResult> {
    const find = () => this.#entries.read(key);
    const stored = await find();
    this.#entries.count(key, stored);
    if (stored) return { content: stored, wasStored: true };
    const compute = () => this.#compute(key, computation, flight);
    const { signal, computing } = flight;
    const once = { signal, computing, find, compute };
    return { content: await computeOnce(this.#access.storage, key, once, "cache_leases"), wasStored: false };
  }

  async #compute(key: string, computation: EntryComputation, flight: FlightContext): Promise<RecordContent> {
    const { storage } = this.#access;
    const { compute, tags } = computation;
    // Read before the computation: a tag that is invalidated meanwhile invalidates the value.
    const tagVersions = await ensureTagVersions(storage, tags, storage.clock.now());
    return this.#storeIfAbsent(key, withTags(await compute(flight), tagVersions));
  }

  /** Stores an entry unless another caller has set one meanwhile, and returns the stored entry. */
  async #storeIfAbsent(key: string, content: RecordContent): Promise<RecordContent> {
    let existing: RecordContent | undefined;
    await this.#entries.changeNow(
      key,
      (living) => {
        existing = living;
        return living ? undefined : content;
      },
      content,
    );
    if (existing) return existing;
    this.#entries.counts.sets++;
    return content;
  }
}
