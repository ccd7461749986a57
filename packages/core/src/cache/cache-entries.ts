import { intact, type ReadContext } from "../results/read-rules.ts";
import { isExpired } from "../storage/expiry.ts";
import type { FaceHost } from "../storage/face-host.ts";
import type { RecordsAtHand } from "../storage/record-use.ts";
import type { ChangeOutcome, RecordWrite } from "../storage/storage-backend.ts";
import type { RecordContent, StoredRecord } from "../storage/storage-record.ts";
import { nextTurn, turnExhausted } from "../storage/turn.ts";
import type { CacheBounds } from "./async-cache-backend.ts";
import { isTagged, tagsOf, withTags } from "./entry.ts";
import { Evictor } from "./evictor.ts";
import { areCurrent, hasTags } from "./prune-cache.ts";
import { generationOf, isCurrent, readGenerations, type TagGenerations, takeGenerations } from "./tag-generations.ts";

const SPACE = "cache";
const TAGS = "cache_tags";

/** What a change makes of an entry, or of `undefined` where none is; `undefined` leaves it. */
export type EntryChange = (living: RecordContent | undefined) => RecordContent | undefined;

/** The entries of a cache in a storage: those that have expired, or were invalidated, are absent. */
export class CacheEntries {
  readonly #host: FaceHost;
  readonly #bounds: CacheBounds;
  readonly #onEviction: (evicted: number) => void;
  #evictor: Evictor | undefined;

  constructor(host: FaceHost, bounds: CacheBounds, onEviction: (evicted: number) => void) {
    this.#host = host;
    this.#bounds = bounds;
    this.#onEviction = onEviction;
  }

  /** The medium's own entries, while nothing is queued that comes before; see `StorageBase.recordsAtHand`. */
  atHand(): RecordsAtHand | undefined {
    return this.#host.recordsAtHand(SPACE);
  }

  /** The entry of a key among those at hand: the medium's own. */
  look(records: RecordsAtHand, key: string): RecordContent | undefined {
    const record = records.get(key);
    if (!record) return undefined;
    if (record.expiresAt !== undefined && isExpired(record.expiresAt, this.#host.storage.clock.now())) return undefined;
    if (!isTagged(record)) return record;
    const tags = this.#host.recordsAtHand(TAGS);
    return isCurrent(record, { get: (tag) => generationOf(tags?.get(tag)) }) ? record : undefined;
  }

  /** @throws {CorruptRecordError} `CORRUPT_RECORD`. */
  async read(key: string): Promise<RecordContent | undefined> {
    const { storage } = this.#host;
    const [found] = await this.#host.operation([key], "read", () => storage.read(SPACE, [key]));
    if (!found) return undefined;
    const record = intact(found, this.context(key));
    if (!isTagged(record)) return record;
    const [current] = await areCurrent(storage, [record]);
    return current ? record : undefined;
  }

  /** @throws as {@link CacheEntries.read}. */
  async readMany(keys: readonly string[]): Promise<(RecordContent | undefined)[]> {
    const { storage } = this.#host;
    const found = await this.#host.operation(keys, "read", () => storage.read(SPACE, keys));
    const current = await areCurrent(storage, found);
    return found.map((record, i) =>
      record && current[i] ? intact(record, this.context(keys[i] as string)) : undefined,
    );
  }

  /** Tells whether an entry is there, a corrupt one too. */
  async has(key: string): Promise<boolean> {
    const { storage } = this.#host;
    const found = await this.#host.operation([key], "read", () => storage.read(SPACE, [key]));
    const [isThere = false] = await areCurrent(storage, found);
    return isThere;
  }

  /** Writes an entry, whatever is there. */
  async write(key: string, content: RecordContent, tags: readonly string[]): Promise<void> {
    if (tags.length === 0 && !this.#bounding()) {
      const place = this.#host.performOne("write", SPACE, key, { key, condition: "any", content });
      await place.settled;
      await place.take();
      return;
    }
    await this.#host.accept(async () => {
      const write = { key, condition: "any", content: await this.#tagged(content, tags) } as const;
      await this.#host.operation([key], "write", () => this.#host.storage.write(SPACE, [write]));
      await this.#bounding()?.written([write]);
    });
  }

  /** Writes entries: all or nothing where the medium has transactions. */
  async writeTogether(plain: readonly RecordWrite[], tags: readonly string[]): Promise<void> {
    const { storage } = this.#host;
    const taken = await takeGenerations(storage, tags, storage.clock.now());
    const writes = plain.map((write): RecordWrite => ({ ...write, content: withTags(write.content, taken) }));
    const keys = writes.map(({ key }) => key);
    await this.#host.operation(keys, "write", () => storage.writeTogether(SPACE, writes));
    await this.#bounding()?.written(writes);
  }

  /** Removes entries; returns how many were there. */
  remove(keys: readonly string[]): Promise<number> {
    const { storage } = this.#host;
    return this.#host.operation(keys, "write", async () => {
      const removals = keys.map((key) => ({ key, condition: "any" }) as const);
      // Asked for together, so that nobody comes between.
      const [found, removed] = await Promise.all([storage.read(SPACE, keys), storage.remove(SPACE, removals)]);
      const current = await areCurrent(storage, found);
      return removed.filter((wasThere, i) => wasThere && current[i]).length;
    });
  }

  /** Changes an entry atomically: at once where the medium can, and then there is nothing to wait for. */
  change(key: string, change: EntryChange): Promise<void> | undefined {
    const records = this.atHand();
    if (!records) return this.#host.accept(() => this.changeNow(key, change));
    const next = change(this.look(records, key));
    if (next) records.set(key, next);
    return undefined;
  }

  /** The same as a part of what was accepted already. */
  async changeNow(key: string, change: EntryChange): Promise<void> {
    const { storage } = this.#host;
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
      const changeFound = (found: ChangeOutcome): RecordContent | undefined => {
        unknown = [];
        added = undefined;
        const record = found && intact(found as StoredRecord, this.context(key));
        if (!record || !isTagged(record)) return changeLiving(record);
        unknown = (tagsOf(record) ?? []).map(([tag]) => tag).filter((tag) => !asked.has(tag));
        if (unknown.length > 0) return undefined; // Whether it is there, its tags will tell.
        return changeLiving(isCurrent(record, generations) ? record : undefined);
      };
      await this.#host.operation([key], "write", () => storage.change(SPACE, [{ key, change: changeFound }]));
      if (added) await this.#bounding()?.written([{ key, content: added }]);
      if (unknown.length === 0) return;
      for (const tag of unknown) asked.add(tag);
      generations = await readGenerations(storage, [...asked]);
    }
  }

  /** The keys of entries that begin with a text, in order. */
  async *keys(startsWith: string | undefined): AsyncGenerator<string, void, undefined> {
    const { storage } = this.#host;
    const mayBeStale = await hasTags(storage);
    for await (const page of storage.scan(SPACE, { startsWith })) {
      const current = mayBeStale ? await areCurrent(storage, await storage.read(SPACE, page)) : undefined;
      for (const [i, key] of page.entries()) if (current?.[i] !== false) yield key;
      if (turnExhausted()) await nextTurn();
    }
  }

  /** An entry has been used. */
  used(key: string): void {
    this.#bounding()?.used(key);
  }

  /** Writes down what is still to be noted, while that is possible. */
  close(): void {
    this.#evictor?.close();
  }

  /** What the reading rules need to know of an entry. */
  context(key: string): ReadContext {
    return { id: key, locate: () => this.#host.storage.locate(SPACE, key) };
  }

  async #tagged(content: RecordContent, tags: readonly string[]): Promise<RecordContent> {
    const { storage } = this.#host;
    return withTags(content, await takeGenerations(storage, tags, storage.clock.now()));
  }

  /** Keeps to the bounds where there are any, and the medium does not do so by itself. */
  #bounding(): Evictor | undefined {
    const { maxEntries, maxBytes } = this.#bounds;
    if (maxEntries === undefined && maxBytes === undefined) return undefined;
    const { storage, uses, noteUses } = this.#host;
    if (storage.supports.evicts) return undefined;
    this.#evictor ??= new Evictor(
      {
        clock: storage.clock,
        uses: () => uses(SPACE),
        noteUses: (keys, now) => noteUses(SPACE, keys, now),
        evict: (keys) => this.#evict(keys),
      },
      this.#bounds,
    );
    return this.#evictor;
  }

  async #evict(keys: readonly string[]): Promise<void> {
    const removals = keys.map((key) => ({ key, condition: "any" }) as const);
    const removed = await this.#host.operation(keys, "write", () => this.#host.storage.remove(SPACE, removals));
    this.#onEviction(removed.filter(Boolean).length);
  }
}
