import { type CacheBounds, CacheFace, CallsFace, type ResultsFace, ValuesFace } from "@results-manager/core";
import { CACHE_BOUNDS, checkOptions, PruneTimer } from "@results-manager/core/internal";

/** Options of a {@link Store}. */
export interface StoreOptions extends CacheBounds {
  /** Interval between removals of expired entries and calls, in seconds; by default there are none. The results have a timer of their own. */
  readonly pruneIntervalSeconds?: number | undefined;
}

const FACES = ["results", "cache", "values", "calls"] as const;

/** Name of a face of a {@link Store}. */
export type FaceName = (typeof FACES)[number];

/**
 * Results, a cache, values and calls of one place, over one open storage: they share its connection, and the operations of one turn of the
 * event loop share a transaction if the medium has transactions. None sees the records of another.
 */
export class Store implements AsyncDisposable {
  readonly results: ResultsFace;
  readonly cache: CacheFace;
  readonly values: ValuesFace;
  /** Calls, for `memoize`. */
  readonly calls: CallsFace;
  readonly #pruning: PruneTimer;

  /** @param results Results whose storage the other faces use. */
  constructor(results: ResultsFace, options: StoreOptions = {}) {
    checkOptions(options, { ...CACHE_BOUNDS, pruneIntervalSeconds: true }, "Store");
    const { pruneIntervalSeconds, ...bounds } = options;
    const { storage } = results;
    this.results = results;
    this.cache = new CacheFace(storage, bounds);
    this.values = new ValuesFace(storage);
    this.calls = new CallsFace(storage);
    const prune = async () => (await this.cache.prune()) + (await this.calls.prune());
    this.#pruning = new PruneTimer({ prune }, pruneIntervalSeconds);
  }

  /** Tells which faces have records here, expired ones included, and makes nothing. */
  async faces(): Promise<FaceName[]> {
    const { storage } = this.results;
    const held = await Promise.all(FACES.map((face) => storage.holds(face)));
    return FACES.filter((_, i) => held[i]);
  }

  /** Removes expired results, cache entries and calls; returns their number. */
  async prune(): Promise<number> {
    const pruned = await Promise.all([this.results.prune(), this.cache.prune(), this.calls.prune()]);
    return pruned.reduce((sum, count) => sum + count, 0);
  }

  /** Waits for the calls in progress of all faces, refuses further ones, and closes the storage. Closing again is a no-op. */
  async close(): Promise<void> {
    this.#pruning.stop();
    await Promise.all([this.results, this.cache, this.values, this.calls].map((face) => face.close()));
    await this.results.storage.close(); // Faces that others have made over the storage are closed, too.
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
