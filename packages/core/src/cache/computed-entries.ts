import { computeOnce } from "../leases/compute-once.ts";
import { type FlightContext, SingleFlight } from "../leases/single-flight.ts";
import type { Model } from "../models/model.ts";
import type { RecordContent } from "../records/record.ts";
import type { ComputeContext } from "../results/async-results-backend.ts";
import type { StorageAccess } from "../storage/storage-access.ts";
import type { CacheEntries } from "./cache-entries.ts";
import { computedEntry, timesFor, withTags } from "./entry.ts";
import { isOutdated, takeTagVersions } from "./tags/tag-versions.ts";

/** What is to be computed, where it is not stored. */
export interface EntryComputation {
  readonly compute: (context: ComputeContext) => unknown;
  readonly model: Model | undefined;
  readonly tags: readonly string[];
  readonly ttlSeconds: number | undefined;
}

/** What one flight came to, for all who wait for it. */
interface Asked {
  readonly content: RecordContent;
  /** It was there when it was asked for. */
  readonly wasThere: boolean;
}

/** The entries of a cache that are computed where they are not stored: once, however many tasks and processes ask. */
export class ComputedEntries {
  readonly #host: StorageAccess;
  readonly #entries: CacheEntries;
  readonly #flights: SingleFlight<Asked>;

  constructor(host: StorageAccess, entries: CacheEntries) {
    this.#host = host;
    this.#entries = entries;
    this.#flights = new SingleFlight(host.storage);
  }

  /** The entry of a key, stored or computed; each caller's wait ends with its own signal. */
  async get(key: string, computation: EntryComputation, signal: AbortSignal | undefined): Promise<RecordContent> {
    for (;;) {
      let isOwn = false;
      const run = (flight: FlightContext): Promise<Asked> => {
        isOwn = true;
        // Tracked by itself, too: whoever left does not wait any more for what it held to be given back.
        return this.#host.track(() => this.#findOrCompute(key, computation, flight));
      };
      const { content, wasThere } = await this.#flights.run(key, run, { signal });
      if (isOwn) return content;
      // What others had begun before may have been invalidated before this caller asked.
      if (await isOutdated(this.#host.storage, content)) continue;
      this.#entries.count(key, wasThere ? content : undefined);
      return content;
    }
  }

  async #findOrCompute(key: string, computation: EntryComputation, flight: FlightContext): Promise<Asked> {
    const find = () => this.#entries.read(key);
    const stored = await find();
    this.#entries.count(key, stored);
    if (stored) return { content: stored, wasThere: true };
    const compute = () => this.#compute(key, computation, flight);
    const once = { signal: flight.signal, find, compute };
    return { content: await computeOnce(this.#host.storage, key, once, "cache_leases"), wasThere: false };
  }

  async #compute(key: string, computation: EntryComputation, flight: FlightContext): Promise<RecordContent> {
    const { storage } = this.#host;
    const { compute, model, tags, ttlSeconds } = computation;
    // Taken before: what is invalidated meanwhile is stale.
    const taken = await takeTagVersions(storage, tags, storage.clock.now());
    const value = await flight.run(() => compute({ signal: flight.signal }));
    const content = await computedEntry(key, value, model, () => timesFor(storage.clock, ttlSeconds));
    return this.#storeUnlessThere(key, withTags(content, taken));
  }

  /** Somebody may have set it meanwhile: what is stored is what everyone gets. */
  async #storeUnlessThere(key: string, content: RecordContent): Promise<RecordContent> {
    let there: RecordContent | undefined;
    await this.#entries.changeNow(
      key,
      (living) => {
        there = living;
        return living ? undefined : content;
      },
      content,
    );
    if (there) return there;
    this.#entries.counts.sets++;
    return content;
  }
}
