import { withCallerStack } from "../errors/with-caller-stack.ts";
import { checkModel } from "../models/check-model.ts";
import type { Model } from "../models/model.ts";
import type { RecordContent } from "../records/record.ts";
import type { RecordWrite, Space } from "../records/storage-backend.ts";
import type { SpaceBounds } from "../records/usage.ts";
import type { ComputeContext } from "../results/async-results-backend.ts";
import { mapCooperatively, shouldYield, waitForTimeSlice, yieldToEventLoop } from "../scheduling/event-loop.ts";
import type { Constructor } from "../storage/constructor.ts";
import type { StorageBase } from "../storage/storage-base.ts";
import { checkPair, listOf } from "../typed-records/list-of.ts";
import type {
  AsyncCacheBackend,
  CacheBounds,
  CacheComputeOptions,
  CacheGetOptions,
  CacheSetOptions,
  CacheStats,
} from "./async-cache-backend.ts";
import { CacheEntries } from "./cache-entries.ts";
import { checkKey, checkPrefix, checkTags } from "./cache-key.ts";
import { ComputedEntries } from "./computed-entries.ts";
import { entryOf, entryValue, timesFor } from "./entry.ts";
import { parseBounds } from "./eviction/bounds.ts";
import { checkDelta, increment } from "./increment.ts";
import { pruneCache } from "./prune-cache.ts";
import { newTagVersion } from "./tags/tag-versions.ts";

const SPACE = "cache";
/** Greatest number of items that are processed synchronously, because timers and I/O cannot run meanwhile. */
const MAX_SYNC_ITEMS = 1000;
const DONE = Promise.resolve();

/** Adds {@link AsyncCacheBackend} to a medium. It reads {@link CacheBounds} from the options, the last constructor argument. */
export function CacheMixin<TBase extends Constructor<StorageBase>>(
  Base: TBase,
): TBase & Constructor<AsyncCacheBackend> {
  // Abstract only for the compiler: the base class implements the abstract members of StorageBase.
  abstract class Cache extends Base {
    readonly #bounds: CacheBounds;
    readonly #entries: CacheEntries;
    readonly #computed: ComputedEntries;

    // biome-ignore lint/suspicious/noExplicitAny: the only parameter list TypeScript accepts for a mixin's constructor.
    constructor(...args: any[]) {
      const bounds = parseBounds(args.at(-1));
      super(...args);
      this.#bounds = bounds;
      const access = this.storageAccess();
      this.#entries = new CacheEntries(access, bounds);
      this.#computed = new ComputedEntries(access, this.#entries);
    }

    getValue(key: string, options?: CacheGetOptions): Promise<unknown> {
      // Not async: a synchronous read needs only one promise.
      try {
        checkKey(key);
        const model = modelIn(options);
        const records = this.#entries.syncRecords();
        if (!records) return this.#get(key, model);
        return Promise.resolve(this.#valueOf(key, this.#entries.find(records, key), model, true));
      } catch (error) {
        return Promise.reject(error);
      }
    }

    async #get(key: string, model: Model | undefined): Promise<unknown> {
      const found = await this.accept(() => this.#entries.read(key));
      // A batch completes hundreds of calls at once, and each decodes its record.
      const wait = waitForTimeSlice();
      if (wait) await wait;
      return this.#valueOf(key, found, model, false);
    }

    setValue(key: string, value: unknown, options: CacheSetOptions = {}): Promise<void> {
      // Not async: the original value, which has been copied, would stay in memory until the write is done.
      try {
        checkKey(key);
        const tags = checkTags(options.tags);
        const content = entryOf(key, value, timesFor(this.clock, options.ttlSeconds));
        const records = tags.length === 0 ? this.#entries.syncRecords() : undefined;
        if (!records) return this.#set(key, content, tags);
        records.set(key, content);
        this.#entries.counts.sets++;
        return DONE;
      } catch (error) {
        return Promise.reject(error);
      }
    }

    async #set(key: string, content: RecordContent, tags: readonly string[]): Promise<void> {
      try {
        await this.#entries.write(key, content, tags);
        this.#entries.counts.sets++;
      } catch (error) {
        throw withCallerStack(error);
      }
    }

    async multiGetValues(keys: Iterable<string>, options?: CacheGetOptions): Promise<unknown[]> {
      const checked = listOf(keys, "keys", (key) => checkKey(key));
      const model = modelIn(options);
      const records = checked.length > MAX_SYNC_ITEMS ? undefined : this.#entries.syncRecords();
      if (records) return checked.map((key) => this.#valueOf(key, this.#entries.find(records, key), model, true));
      const found = await this.accept(() => this.#entries.readMany(checked));
      return mapCooperatively(found, (entry, i) => this.#valueOf(checked[i] as string, entry, model, false));
    }

    async multiSetValues(
      pairs: Iterable<readonly [key: string, value: unknown]>,
      options: CacheSetOptions = {},
    ): Promise<void> {
      const tags = checkTags(options.tags);
      const times = timesFor(this.clock, options.ttlSeconds);
      const writes = listOf(pairs, "pairs", (pair): RecordWrite => {
        const [key, value] = checkPair(pair);
        return { key: checkKey(key), condition: "any", content: entryOf(key, value, times) };
      });
      const records = tags.length > 0 || writes.length > MAX_SYNC_ITEMS ? undefined : this.#entries.syncRecords();
      if (records) for (const { key, content } of writes) records.set(key, content);
      else await this.accept(() => this.#entries.writeTogether(writes, tags));
      this.#entries.counts.sets += writes.length;
    }

    async exists(key: string): Promise<boolean> {
      checkKey(key);
      const records = this.#entries.syncRecords();
      if (records) return this.#entries.find(records, key) !== undefined;
      const isStored = await this.accept(() => this.#entries.has(key));
      if (isStored) this.#entries.used(key);
      return isStored;
    }

    async delete(key: string): Promise<number> {
      return this.deleteMany([key]);
    }

    async deleteMany(keys: Iterable<string>): Promise<number> {
      const checked = listOf(keys, "keys", (key) => checkKey(key));
      return this.accept(() => this.#entries.remove(checked));
    }

    async incr(key: string, delta = 1): Promise<number> {
      checkKey(key);
      checkDelta(key, delta);
      let sum = delta;
      const changing = this.#entries.change(key, (living) => {
        const added = increment(this, key, living, delta, this.clock.now());
        sum = added.sum;
        return added.entry;
      });
      if (changing) await changing;
      return sum;
    }

    async touch(key: string, ttlSeconds: number): Promise<boolean> {
      checkKey(key);
      if (ttlSeconds === undefined) throw new TypeError("ttlSeconds must be a number, got undefined.");
      const { expiresAt } = timesFor(this.clock, ttlSeconds);
      let wasStored = false;
      const changing = this.#entries.change(key, (living) => {
        wasStored = living !== undefined;
        return living && { ...living, expiresAt };
      });
      if (changing) await changing;
      if (wasStored) this.#entries.used(key);
      return wasStored;
    }

    async getOrCompute(
      key: string,
      compute: (context: ComputeContext) => unknown,
      options: CacheComputeOptions = {},
    ): Promise<unknown> {
      checkKey(key);
      if (typeof compute !== "function") {
        throw new TypeError(`compute must be a function, got ${typeof compute}.`);
      }
      const { ttlSeconds, signal } = options;
      const model = modelIn(options);
      const tags = checkTags(options.tags);
      timesFor(this.clock, ttlSeconds); // Refused before anything is computed.
      signal?.throwIfAborted();
      const records = this.#entries.syncRecords();
      const stored = records && this.#entries.find(records, key);
      if (stored) return this.#valueOf(key, stored, model, true);
      const content = await this.accept(() => this.#computed.get(key, { compute, model, tags, ttlSeconds }, signal));
      const wait = waitForTimeSlice();
      if (wait) await wait;
      return entryValue(this, key, content, model, true);
    }

    async invalidateTag(tag: string): Promise<void> {
      checkKey(tag, "tag");
      // If the tag has no version, no entry has the tag.
      const change = (found: unknown) => (found === undefined ? undefined : newTagVersion(this.clock.now()));
      const pending = this.performOne("change", "cache_tags", tag, { key: tag, change });
      await pending.settled;
      pending.result();
    }

    async *keys(prefix?: string): AsyncGenerator<string, void, undefined> {
      const startsWith = checkPrefix(prefix);
      yield* this.#entries.keys(startsWith);
    }

    async clear(prefix?: string): Promise<number> {
      const startsWith = checkPrefix(prefix);
      return this.accept(() => this.operation([], "write", () => this.wipe(SPACE, { startsWith })));
    }

    async prune(): Promise<number> {
      const task = async (): Promise<number> => {
        const pruned = await pruneCache(this);
        await this.releaseSpace(false);
        return pruned;
      };
      return this.accept(() => this.operation([], "write", task));
    }

    async compact(): Promise<number> {
      return this.accept(() => this.operation([], "write", () => this.releaseSpace(true)));
    }

    async stats(): Promise<CacheStats> {
      return this.accept(async () => {
        let entries = 0;
        let bytes = 0;
        for await (const page of this.uses(SPACE)) {
          entries += page.length;
          for (const use of page) bytes += use.bytes;
          if (shouldYield()) await yieldToEventLoop();
        }
        return { ...this.#entries.counts, entries, bytes };
      });
    }

    override close(): Promise<void> {
      this.#entries.close();
      return super.close();
    }

    protected override boundsOf(space: Space): SpaceBounds {
      return space === SPACE ? this.#bounds : super.boundsOf(space);
    }

    protected override onEviction(space: Space): void {
      if (space === SPACE) this.#entries.counts.evictions++;
    }

    #valueOf(key: string, found: RecordContent | undefined, model: Model | undefined, isShared: boolean): unknown {
      this.#entries.count(key, found);
      return found && entryValue(this, key, found, model, isShared);
    }
  }
  // The overloads of the face infer types from the model; the signature of the class accepts any model and cannot express this.
  return Cache as unknown as TBase & Constructor<AsyncCacheBackend>;
}

function modelIn(options: { readonly model?: Model | undefined } | undefined): Model | undefined {
  const model = options?.model;
  if (model !== undefined) checkModel(model);
  return model;
}
