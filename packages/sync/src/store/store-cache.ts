import type { CacheGetOptions, CacheSetOptions, CacheStats, Clock, Model } from "@results-manager/core";
import {
  CACHE_SET_OPTIONS,
  checkDelta,
  checkKey,
  checkOptions,
  checkPrefix,
  checkTags,
  computedEntry,
  entriesOf,
  entryOf,
  entryValue,
  isMisfit,
  listOf,
  modelIn,
  parseComputation,
  timesFor,
} from "@results-manager/core/internal";
import type { CacheProtocol } from "../protocol/cache-protocol.ts";
import { decodeContent, encodeContent, type WireContent } from "../protocol/wire-record.ts";
import { expectSync, runSync } from "./expect-sync.ts";
import { listPages } from "./list-pages.ts";
import type { StoreConnection } from "./store-connection.ts";

/** Implements the cache face over a cache in the worker: models and functions stay in this thread, entries in the worker. */
export class StoreCache {
  readonly #store: StoreConnection<CacheProtocol>;
  readonly #clock: Clock;

  constructor(store: StoreConnection<CacheProtocol>, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  getValue(key: string, options?: CacheGetOptions): unknown {
    return this.#call(this.getValue, (store) => {
      checkKey(key);
      const model = modelIn(options, "getValue");
      const [found] = store.ask("getEntries", [key]);
      return this.#valueOf(key, found, model);
    });
  }

  setValue(key: string, value: unknown, options: CacheSetOptions = {}): void {
    this.#call(this.setValue, (store) => {
      checkKey(key);
      checkOptions(options, CACHE_SET_OPTIONS, "setValue");
      const tags = checkTags(options.tags);
      const content = entryOf(key, value, timesFor(this.#clock, options.ttlSeconds));
      store.ask("setEntry", key, encodeContent(content), tags);
    });
  }

  multiGetValues(keys: Iterable<string>, options?: CacheGetOptions): unknown[] {
    return this.#call(this.multiGetValues, (store) => {
      const checked = listOf(keys, "keys", (key) => checkKey(key));
      const model = modelIn(options, "multiGetValues");
      return store.ask("getEntries", checked).map((found, i) => this.#valueOf(checked[i] as string, found, model));
    });
  }

  multiSetValues(pairs: Iterable<readonly [key: string, value: unknown]>, options: CacheSetOptions = {}): void {
    this.#call(this.multiSetValues, (store) => {
      checkOptions(options, CACHE_SET_OPTIONS, "multiSetValues");
      const tags = checkTags(options.tags);
      const writes = entriesOf(pairs, timesFor(this.#clock, options.ttlSeconds));
      const entries = writes.map(({ key, content }) => [key, encodeContent(content)] as const);
      store.ask("setEntries", entries, tags);
    });
  }

  exists(key: string): boolean {
    return this.#call(this.exists, (store) => store.ask("exists", checkKey(key)));
  }

  delete(key: string): number {
    return this.#call(this.delete, (store) => store.ask("deleteMany", [checkKey(key)]));
  }

  deleteMany(keys: Iterable<string>): number {
    return this.#call(this.deleteMany, (store) => {
      const checked = listOf(keys, "keys", (key) => checkKey(key));
      return store.ask("deleteMany", checked);
    });
  }

  incr(key: string, delta = 1): number {
    return this.#call(this.incr, (store) => {
      checkKey(key);
      checkDelta(key, delta);
      return store.ask("incr", key, delta);
    });
  }

  touch(key: string, ttlSeconds: number): boolean {
    return this.#call(this.touch, (store) => {
      checkKey(key);
      if (ttlSeconds !== undefined) timesFor(this.#clock, ttlSeconds);
      return store.ask("touch", key, ttlSeconds);
    });
  }

  getOrCompute(key: string, modelOrCompute: unknown, ...rest: readonly unknown[]): unknown {
    return this.#call(this.getOrCompute, (store) => {
      const { model, compute, options, tags } = parseComputation(key, modelOrCompute, rest, this.#clock);
      const { ttlSeconds, signal = new AbortController().signal } = options;
      let computed: WireContent | undefined;
      const computeEntry = (): WireContent => {
        if (computed) return computed;
        signal.throwIfAborted();
        const value = runSync("The function that computes the value", () => compute({ signal }));
        const entry = computedEntry(key, value, model, () => timesFor(this.#clock, ttlSeconds));
        computed = encodeContent(expectSync(entry, model));
        return computed;
      };
      const callee = { functions: { compute: computeEntry }, thrown: [] };
      let refused: WireContent | undefined;
      for (;;) {
        const stored = store.askWith(callee, "getOrCompute", [key, tags, refused], ["cache_leases", key]);
        try {
          return this.#valueOf(key, stored ?? computed, model);
        } catch (error) {
          if (!isMisfit(error)) throw error;
          // Set during the computation, whose value this caller gets.
          if (computed) return this.#valueOf(key, computed, model);
          refused = stored;
        }
      }
    });
  }

  invalidateTag(tag: string): void {
    this.#call(this.invalidateTag, (store) => store.ask("invalidateTag", checkKey(tag, "tag")));
  }

  *keys(prefix?: string): Generator<string, void, undefined> {
    const startsWith = this.#call(this.keys, () => checkPrefix(prefix));
    let after: string | undefined;
    const pages = listPages(
      this.#store,
      (listing) => this.#store.ask("nextKeys", listing, startsWith, after),
      ({ keys }) => {
        after = keys.at(-1) ?? after;
        return keys;
      },
    );
    for (const page of pages) yield* page;
  }

  clear(prefix?: string): number {
    return this.#call(this.clear, (store) => store.ask("clear", checkPrefix(prefix)));
  }

  prune(): number {
    return this.#call(this.prune, (store) => store.ask("prune"));
  }

  compact(): number {
    return this.#call(this.compact, (store) => store.ask("compact"));
  }

  stats(): CacheStats {
    return this.#call(this.stats, (store) => store.ask("stats"));
  }

  close(): void {
    this.#store.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #valueOf(key: string, found: WireContent | undefined, model: Model | undefined): unknown {
    const locator = { locate: (space: "cache", of: string) => this.#store.ask("locate", space, of) };
    return found && expectSync(entryValue(locator, key, decodeContent(found), model, false), model);
  }

  #call<T>(method: (...args: never[]) => unknown, task: (store: StoreConnection<CacheProtocol>) => T): T {
    return this.#store.runCall(method, () => task(this.#store));
  }
}
