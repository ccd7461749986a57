import { snapshot } from "../codec/snapshot.ts";
import { withCallerStack } from "../errors/with-caller-stack.ts";
import { checkModel } from "../models/check-model.ts";
import type { Model } from "../models/model.ts";
import type { ComputeContext } from "../results/async-results-backend.ts";
import { computeOnce } from "../results/compute-once.ts";
import { intact, type ReadContext } from "../results/read-rules.ts";
import { SingleFlight } from "../results/single-flight.ts";
import type { Constructor } from "../storage/constructor.ts";
import { expiryOf, isExpired } from "../storage/expiry.ts";
import type { RecordsAtHand, SpaceBounds } from "../storage/record-use.ts";
import type { RecordWrite, Space } from "../storage/storage-backend.ts";
import type { StorageBase } from "../storage/storage-base.ts";
import type { RecordContent, StoredRecord } from "../storage/storage-record.ts";
import { mapInTurns, turnExhausted, turnWithTime } from "../storage/turn.ts";
import { addTo, checkDelta } from "./add-to.ts";
import type {
  AsyncCacheBackend,
  CacheBounds,
  CacheComputeOptions,
  CacheGetOptions,
  CacheSetOptions,
  CacheStats,
} from "./async-cache-backend.ts";
import { parseBounds } from "./cache-bounds.ts";
import { checkKey, checkPrefix, checkTags } from "./cache-key.ts";
import { computedEntry, type EntryTimes, entryOf, entryValue, isTagged, tagsOf, withTags } from "./entry.ts";
import { Evictor } from "./evictor.ts";
import { areCurrent, hasTags, pruneCache } from "./prune-cache.ts";
import {
  generationOf,
  isCurrent,
  newGeneration,
  readGenerations,
  type TagGenerations,
  takeGenerations,
} from "./tag-generations.ts";

const SPACE = "cache";
const TAGS = "cache_tags";
const LEASES = "cache_leases";
/** More than so many at once let timers and I/O through, which what is done at once does not. */
const MOST_AT_ONCE = 1000;
const DONE = Promise.resolve();

/** What a change makes of an entry, or of `undefined` where none is; `undefined` leaves it. */
type EntryChange = (living: RecordContent | undefined) => RecordContent | undefined;

/** Gives a medium the cache face, {@link AsyncCacheBackend}. It takes {@link CacheBounds} out of the options, the last argument. */
export function CacheMixin<TBase extends Constructor<StorageBase>>(
  Base: TBase,
): TBase & Constructor<AsyncCacheBackend> {
  // Abstract to the compiler alone: the base implements what StorageBase leaves open.
  abstract class Cache extends Base {
    readonly #bounds: CacheBounds;
    readonly #flights = new SingleFlight<RecordContent>();
    readonly #counts = { hits: 0, misses: 0, sets: 0, evictions: 0 };
    #evictor: Evictor | undefined;

    // biome-ignore lint/suspicious/noExplicitAny: the only parameter list TypeScript accepts for a mixin's constructor.
    constructor(...args: any[]) {
      const bounds = parseBounds(args.at(-1));
      super(...args);
      this.#bounds = bounds;
    }

    /** Keeps to the bounds where there are any, and the medium does not do so by itself. */
    #bounding(): Evictor | undefined {
      const { maxEntries, maxBytes } = this.#bounds;
      if ((maxEntries === undefined && maxBytes === undefined) || this.supports.evicts) return undefined;
      this.#evictor ??= new Evictor(
        {
          clock: this.clock,
          uses: () => this.uses(SPACE),
          noteUses: (keys, now) => this.exclusively(async () => this.noteUses(SPACE, keys, now)),
          evict: (keys) => this.#evict(keys),
        },
        this.#bounds,
      );
      return this.#evictor;
    }

    getValue(key: string, options?: CacheGetOptions): Promise<unknown> {
      // Not async: a value at hand needs one promise, and nothing that waits for it.
      try {
        checkKey(key);
        const model = modelIn(options);
        const records = this.recordsAtHand(SPACE);
        if (!records) return this.#get(key, model);
        return Promise.resolve(this.#take(key, this.#look(records, key), model, true));
      } catch (error) {
        return Promise.reject(error);
      }
    }

    async #get(key: string, model: Model | undefined): Promise<unknown> {
      const found = await this.accept(() => this.#lookUp(key));
      // A batch answers hundreds of calls in one go, and each decodes what it got.
      if (turnExhausted()) await turnWithTime();
      return this.#take(key, found, model, false);
    }

    setValue(key: string, value: unknown, options: CacheSetOptions = {}): Promise<void> {
      // Not async: the value, of which there is a copy by now, would stay in memory until the write is done.
      try {
        checkKey(key);
        const tags = checkTags(options.tags);
        const content = entryOf(value, this.#times(options));
        const records = tags.length === 0 ? this.recordsAtHand(SPACE) : undefined;
        if (!records) return this.#set(key, content, tags);
        records.set(key, content);
        this.#counts.sets++;
        return DONE;
      } catch (error) {
        return Promise.reject(error);
      }
    }

    async #set(key: string, content: RecordContent, tags: readonly string[]): Promise<void> {
      try {
        if (tags.length === 0 && !this.#bounding()) {
          const place = this.performOne("write", SPACE, key, { key, condition: "any", content });
          await place.settled;
          await place.take();
        } else {
          await this.accept(async () => {
            const taken = await takeGenerations(this, tags, this.clock.now());
            const write: RecordWrite = { key, condition: "any", content: withTags(content, taken) };
            await this.operation([key], "write", () => this.write(SPACE, [write]));
            await this.#bounding()?.written([write]);
          });
        }
        this.#counts.sets++;
      } catch (error) {
        throw withCallerStack(error);
      }
    }

    async multiGetValues(keys: Iterable<string>, options?: CacheGetOptions): Promise<unknown[]> {
      const checked = Array.from(keys, (key) => checkKey(key));
      const model = modelIn(options);
      const records = checked.length > MOST_AT_ONCE ? undefined : this.recordsAtHand(SPACE);
      if (records) return checked.map((key) => this.#take(key, this.#look(records, key), model, true));
      return this.accept(async () => {
        const found = await this.operation(checked, "read", () => this.read(SPACE, checked));
        const current = await areCurrent(this, found);
        return mapInTurns(found, (record, i) => {
          const key = checked[i] as string;
          const entry = record && current[i] ? intact(record, this.#context(key)) : undefined;
          return this.#take(key, entry, model, false);
        });
      });
    }

    async multiSetValues(
      pairs: Iterable<readonly [key: string, value: unknown]>,
      options: CacheSetOptions = {},
    ): Promise<void> {
      const tags = checkTags(options.tags);
      const times = this.#times(options);
      const writes = Array.from(pairs, ([key, value]): RecordWrite => {
        return { key: checkKey(key), condition: "any", content: entryOf(value, times) };
      });
      const records = tags.length > 0 || writes.length > MOST_AT_ONCE ? undefined : this.recordsAtHand(SPACE);
      if (records) for (const { key, content } of writes) records.set(key, content);
      else await this.accept(() => this.#setTogether(writes, tags));
      this.#counts.sets += writes.length;
    }

    async #setTogether(plain: readonly RecordWrite[], tags: readonly string[]): Promise<void> {
      const taken = await takeGenerations(this, tags, this.clock.now());
      const writes = plain.map((write): RecordWrite => ({ ...write, content: withTags(write.content, taken) }));
      const keys = writes.map(({ key }) => key);
      await this.operation(keys, "write", () => this.writeTogether(SPACE, writes));
      await this.#bounding()?.written(writes);
    }

    async exists(key: string): Promise<boolean> {
      checkKey(key);
      const records = this.recordsAtHand(SPACE);
      if (records) return this.#look(records, key) !== undefined;
      return this.accept(async () => {
        const found = await this.operation([key], "read", () => this.read(SPACE, [key]));
        const [isThere = false] = await areCurrent(this, found);
        return isThere;
      });
    }

    async delete(key: string): Promise<number> {
      return this.deleteMany([key]);
    }

    async deleteMany(keys: Iterable<string>): Promise<number> {
      const checked = Array.from(keys, (key) => checkKey(key));
      return this.accept(() =>
        this.operation(checked, "write", async () => {
          const removals = checked.map((key) => ({ key, condition: "any" }) as const);
          // Asked for together, so that nobody comes between.
          const [found, removed] = await Promise.all([this.read(SPACE, checked), this.remove(SPACE, removals)]);
          const current = await areCurrent(this, found);
          return removed.filter((wasThere, i) => wasThere && current[i]).length;
        }),
      );
    }

    async incr(key: string, delta = 1): Promise<number> {
      checkKey(key);
      checkDelta(key, delta);
      let sum = delta;
      const changing = this.#change(key, (living) => {
        const content = addTo(living, delta, this.#context(key), this.clock.now());
        sum = content.sum;
        return content.entry;
      });
      if (changing) await changing;
      return sum;
    }

    async touch(key: string, ttlSeconds: number): Promise<boolean> {
      checkKey(key);
      if (ttlSeconds === undefined) throw new TypeError("ttlSeconds must be a number, got undefined.");
      let wasThere = false;
      const expiresAt = expiryOf(ttlSeconds, this.clock.now());
      const changing = this.#change(key, (living) => {
        wasThere = living !== undefined;
        return living && { ...living, expiresAt };
      });
      if (changing) await changing;
      return wasThere;
    }

    async getOrCompute(
      key: string,
      compute: (context: ComputeContext) => unknown,
      options: CacheComputeOptions = {},
    ): Promise<unknown> {
      checkKey(key);
      if (typeof compute !== "function") {
        throw new TypeError(`A function must say what the value is, got ${typeof compute}.`);
      }
      const model = modelIn(options);
      const tags = checkTags(options.tags);
      this.#times(options); // Refused before anything is computed.
      options.signal?.throwIfAborted();
      const records = this.recordsAtHand(SPACE);
      const stored = records && this.#look(records, key);
      if (stored) return this.#take(key, stored, model, true);
      return this.accept(async () => {
        const run = (signal: AbortSignal) => this.#findOrCompute(key, compute, { ...options, tags, signal });
        const content = await this.#flights.run(key, run, options.signal);
        return this.#valueOf(key, content, model, true);
      });
    }

    async #findOrCompute(
      key: string,
      compute: (context: ComputeContext) => unknown,
      options: CacheComputeOptions & { readonly tags: readonly string[]; readonly signal: AbortSignal },
    ): Promise<RecordContent> {
      const { model, tags, signal } = options;
      const find = () => this.#lookUp(key);
      const stored = await find();
      this.#count(key, stored);
      if (stored) return stored;
      const computeAndStore = async (): Promise<RecordContent> => {
        // Taken before: what is invalidated meanwhile is stale.
        const taken = await takeGenerations(this, tags, this.clock.now());
        const content = await computedEntry(key, await compute({ signal }), model, () => this.#times(options));
        return this.#storeUnlessThere(key, withTags(content, taken));
      };
      return computeOnce(this, key, { signal, find, compute: computeAndStore }, LEASES);
    }

    /** Somebody may have set it meanwhile: what is stored is what everyone gets. */
    async #storeUnlessThere(key: string, content: RecordContent): Promise<RecordContent> {
      let there: RecordContent | undefined;
      await this.#changeNow(key, (living) => {
        there = living;
        return living ? undefined : content;
      });
      if (there) return there;
      this.#counts.sets++;
      return content;
    }

    async invalidateTag(tag: string): Promise<void> {
      checkKey(tag, "tag");
      // Where nothing has the tag, nothing is to be done.
      const change = (found: unknown) => (found === undefined ? undefined : newGeneration(this.clock.now()));
      const place = this.performOne("change", TAGS, tag, { key: tag, change });
      await place.settled;
      place.take();
    }

    async *keys(prefix?: string): AsyncGenerator<string, void, undefined> {
      const startsWith = checkPrefix(prefix);
      this.assertAccepting();
      const mayBeStale = await hasTags(this);
      for await (const page of this.scan(SPACE, { startsWith })) {
        const current = mayBeStale ? await areCurrent(this, await this.read(SPACE, page)) : undefined;
        for (const [i, key] of page.entries()) if (current?.[i] !== false) yield key;
      }
    }

    async clear(prefix?: string): Promise<number> {
      const startsWith = checkPrefix(prefix);
      return this.accept(() => this.operation([], "write", () => this.wipe(SPACE, { startsWith })));
    }

    async prune(): Promise<number> {
      return this.accept(() => this.operation([], "write", () => pruneCache(this)));
    }

    async stats(): Promise<CacheStats> {
      return this.accept(async () => {
        let entries = 0;
        let bytes = 0;
        for await (const page of this.uses(SPACE)) {
          entries += page.length;
          for (const use of page) bytes += use.bytes;
        }
        return { ...this.#counts, entries, bytes };
      });
    }

    override close(): Promise<void> {
      this.#evictor?.close();
      return super.close();
    }

    protected override boundsOf(space: Space): SpaceBounds {
      return space === SPACE ? this.#bounds : super.boundsOf(space);
    }

    protected override onEviction(space: Space): void {
      if (space === SPACE) this.#counts.evictions++;
    }

    async #evict(keys: readonly string[]): Promise<void> {
      const removals = keys.map((key) => ({ key, condition: "any" }) as const);
      const removed = await this.operation(keys, "write", () => this.remove(SPACE, removals));
      this.#counts.evictions += removed.filter(Boolean).length;
    }

    #look(records: RecordsAtHand, key: string): RecordContent | undefined {
      const record = records.get(key);
      if (!record) return undefined;
      if (record.expiresAt !== undefined && isExpired(record.expiresAt, this.clock.now())) return undefined;
      if (!isTagged(record)) return record;
      const tags = this.recordsAtHand(TAGS);
      return isCurrent(record, { get: (tag) => generationOf(tags?.get(tag)) }) ? record : undefined;
    }

    async #lookUp(key: string): Promise<RecordContent | undefined> {
      const [found] = await this.operation([key], "read", () => this.read(SPACE, [key]));
      if (!found) return undefined;
      const record = intact(found, this.#context(key));
      if (!isTagged(record)) return record;
      const [current] = await areCurrent(this, [record]);
      return current ? record : undefined;
    }

    /** Changes an entry atomically: at once where the medium can, and then there is nothing to wait for. */
    #change(key: string, change: EntryChange): Promise<void> | undefined {
      const records = this.recordsAtHand(SPACE);
      if (!records) return this.accept(() => this.#changeNow(key, change));
      const next = change(this.#look(records, key));
      if (next) records.set(key, next);
      return undefined;
    }

    async #changeNow(key: string, change: EntryChange): Promise<void> {
      const asked = new Set<string>();
      let generations: TagGenerations = new Map();
      for (;;) {
        let unknown: string[] = [];
        let added: RecordContent | undefined;
        const changeLiving: EntryChange = (living) => {
          const next = change(living);
          added = living ? undefined : next;
          return next;
        };
        const changeKnown = (found: Parameters<typeof intact>[0] | RecordContent | undefined) => {
          unknown = [];
          const record = found && intact(found as StoredRecord, this.#context(key));
          if (!record || !isTagged(record)) return changeLiving(record);
          unknown = (tagsOf(record) ?? []).map(([tag]) => tag).filter((tag) => !asked.has(tag));
          if (unknown.length > 0) return undefined;
          return changeLiving(isCurrent(record, generations) ? record : undefined);
        };
        await this.operation([key], "write", () => this.change(SPACE, [{ key, change: changeKnown }]));
        if (added) await this.#bounding()?.written([{ key, content: added }]);
        if (unknown.length === 0) return;
        for (const tag of unknown) asked.add(tag);
        generations = await readGenerations(this, [...asked]);
      }
    }

    #take(key: string, found: RecordContent | undefined, model: Model | undefined, isShared: boolean): unknown {
      this.#count(key, found);
      return found && this.#valueOf(key, found, model, isShared);
    }

    #valueOf(key: string, found: RecordContent, model: Model | undefined, isShared: boolean): unknown {
      const isPlain = !model && found.types === undefined && !isTagged(found);
      if (isPlain) return isShared ? snapshot(found.data) : found.data;
      return entryValue(found, model, this.#context(key), isShared);
    }

    #count(key: string, found: RecordContent | undefined): void {
      if (!found) {
        this.#counts.misses++;
        return;
      }
      this.#counts.hits++;
      this.#bounding()?.used(key);
    }

    #times({ ttlSeconds }: CacheSetOptions): EntryTimes {
      const now = this.clock.now();
      return { now, expiresAt: expiryOf(ttlSeconds, now) };
    }

    #context(key: string): ReadContext {
      return { id: key, locate: () => this.locate(SPACE, key) };
    }
  }
  // The face's overloads infer from the model; the class implements them for any model, which no signature of its own can say.
  return Cache as unknown as TBase & Constructor<AsyncCacheBackend>;
}

function modelIn(options: { readonly model?: Model | undefined } | undefined): Model | undefined {
  const model = options?.model;
  if (model !== undefined) checkModel(model);
  return model;
}
