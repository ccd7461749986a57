import { computeOnce } from "../leases/compute-once.ts";
import { type FlightContext, SingleFlight } from "../leases/single-flight.ts";
import type { Model } from "../models/model.ts";
import type { RecordContent } from "../records/record.ts";
import { waitForTimeSlice } from "../scheduling/event-loop.ts";
import type { StorageAccess } from "../storage/storage-access.ts";
import type { CacheEntries } from "./cache-entries.ts";
import type { CacheComputeOptions } from "./cache-options.ts";
import { computedEntry, entryValue, isMisfit, isSameEntry, timesFor, withTags } from "./entry.ts";
import { parseComputation } from "./parse-computation.ts";
import { ensureTagVersions, isOutdated } from "./tags/tag-versions.ts";

/** Computation of a missing entry. */
export interface EntryComputation {
  /** Computes the entry, without its tags. */
  readonly compute: (flight: FlightContext) => Promise<RecordContent>;
  readonly tags: readonly string[];
  /** Entry that was found and does not fit the model of the caller: it counts as absent, and is replaced. */
  readonly refused?: FoundEntry | undefined;
}

/** Entry that was found or computed, for all callers that wait for it. */
export interface FoundEntry {
  readonly content: RecordContent;
  /** True if the entry was already stored. */
  readonly wasStored: boolean;
}

/** In place of the value of an entry that does not fit the model. */
const MISFIT = Symbol();

/** Entries that are computed if they are not stored: once across all tasks and processes. */
export class ComputedEntries {
  readonly #access: StorageAccess;
  readonly #entries: CacheEntries;
  readonly #flights: SingleFlight<FoundEntry>;

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
    let refused: FoundEntry | undefined;
    if (stored) {
      this.#entries.count(key, stored);
      const value = this.#valueOf(key, stored, model);
      const fitting = value instanceof Promise ? await value : value;
      if (fitting !== MISFIT) return fitting;
      refused = { content: stored, wasStored: true };
    }
    let computed: RecordContent | undefined;
    const computeEntry = async (flight: FlightContext): Promise<RecordContent> => {
      const value = await flight.run(() => compute({ signal: flight.signal }));
      computed = await computedEntry(key, value, model, () => timesFor(storage.clock, ttlSeconds));
      return computed;
    };
    for (;;) {
      const found = await this.getEntry(key, { tags, signal, compute: computeEntry, refused });
      const wait = waitForTimeSlice();
      if (wait) await wait;
      const value = await this.#valueOf(key, found.content, model);
      if (value !== MISFIT) return value;
      // Set during the computation, whose value this caller gets.
      if (computed) return entryValue(storage, key, computed, model);
      refused = found;
    }
  }

  /** Returns the value of an entry, or {@link MISFIT}. @throws {CorruptRecordError} `CORRUPT_RECORD`; {@link ModelFailedError} `MODEL_FAILED`. */
  #valueOf(key: string, content: RecordContent, model: Model | undefined): unknown {
    try {
      const value = entryValue(this.#access.storage, key, content, model, true);
      return value instanceof Promise ? value.catch(misfitOrThrow) : value;
    } catch (error) {
      return misfitOrThrow(error);
    }
  }

  /** Returns the entry of a key, stored or computed. Each caller can end its wait with its own signal. */
  getEntry(
    key: string,
    { signal, ...computation }: EntryComputation & Pick<CacheComputeOptions, "signal">,
  ): Promise<FoundEntry> {
    if (computation.refused?.wasStored) this.#entries.counts.hits--; // It is a miss after all.
    return this.#access.accept(() => this.#get(key, computation, signal));
  }

  async #get(key: string, computation: EntryComputation, signal: AbortSignal | undefined): Promise<FoundEntry> {
    for (;;) {
      let isOwn = false;
      const run = (flight: FlightContext): Promise<FoundEntry> => {
        isOwn = true;
        // Tracked separately: a caller that stops waiting no longer waits for the release of the lease.
        return this.#access.track(() => this.#findOrCompute(key, computation, flight));
      };
      const found = await this.#flights.run(key, run, { signal });
      if (isOwn) return found;
      const { content, wasStored } = found;
      // A flight that began earlier may have a result that was invalidated or refused before this call.
      if (!isWanted(content, computation)) continue;
      if (await isOutdated(this.#access.storage, content)) continue;
      this.#entries.count(key, wasStored ? content : undefined);
      return found;
    }
  }

  async #findOrCompute(key: string, computation: EntryComputation, flight: FlightContext): Promise<FoundEntry> {
    const find = async (): Promise<RecordContent | undefined> => {
      const found = await this.#entries.read(key);
      return found && isWanted(found, computation) ? found : undefined;
    };
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
    return this.#storeIfAbsent(key, withTags(await compute(flight), tagVersions), computation);
  }

  /** Stores an entry unless another caller has set one meanwhile, and returns the stored entry. */
  async #storeIfAbsent(key: string, content: RecordContent, computation: EntryComputation): Promise<RecordContent> {
    let existing: RecordContent | undefined;
    await this.#entries.changeNow(
      key,
      (living) => {
        existing = living && isWanted(living, computation) ? living : undefined;
        return existing ? undefined : content;
      },
      content,
    );
    if (existing) return existing;
    this.#entries.counts.sets++;
    return content;
  }
}

function isWanted(found: RecordContent, { refused }: EntryComputation): boolean {
  return refused === undefined || !isSameEntry(found, refused.content);
}

function misfitOrThrow(error: unknown): typeof MISFIT {
  if (isMisfit(error)) return MISFIT;
  throw error;
}
