import { withCallerStack } from "../errors/with-caller-stack.ts";
import type { Model } from "../models/model.ts";
import { isExpired } from "../records/expiry.ts";
import type { RecordContent } from "../records/record.ts";
import type { RecordWrite } from "../records/storage-backend.ts";
import type { SyncRecords } from "../records/usage.ts";
import type { StorageAccess } from "../storage/storage-access.ts";
import { intact } from "../typed-records/decode-record.ts";
import type { CacheBounds } from "./cache-options.ts";
import { changeEntry, type EntryChange } from "./change-entry.ts";
import { type CacheCounters, noCounters } from "./counters.ts";
import { entryContext, entryValue, isTagged, withTags } from "./entry.ts";
import { CacheCapacity } from "./eviction/capacity.ts";
import { areCurrent } from "./prune-cache.ts";
import { ensureTagVersions, isCurrent, tagVersionOf } from "./tags/tag-versions.ts";

const SPACE = "cache";
const TAGS = "cache_tags";
/** Content of minimal size, for changes that write only a number. */
const SMALL = { data: 0 } as const;
const DONE = Promise.resolve();
/** Greatest number of items that are processed synchronously, because timers and I/O cannot run meanwhile. */
const MAX_SYNC_ITEMS = 1000;

/** Entries of a cache in a storage. Expired and invalidated entries are absent. */
export class CacheEntries {
  readonly #access: StorageAccess;
  readonly #capacity: CacheCapacity;
  /** Counters of the calls so far. */
  readonly counts: CacheCounters = noCounters();

  constructor(access: StorageAccess, bounds: CacheBounds) {
    this.#access = access;
    this.#capacity = new CacheCapacity(access, bounds, (evicted) => {
      this.counts.evictions += evicted;
    });
  }

  /** Returns the records of the medium, if so many items can be accessed synchronously; see `StorageAccess.readNow`. */
  readNow(items: readonly unknown[] = []): SyncRecords | undefined {
    return items.length > MAX_SYNC_ITEMS ? undefined : this.#access.readNow(SPACE);
  }

  /** Returns the entry of a key from records for synchronous access. The entry is shared with the medium. */
  find(records: SyncRecords, key: string): RecordContent | undefined {
    const record = records.get(key);
    if (!record) return undefined;
    if (record.expiresAt !== undefined && isExpired(record.expiresAt, this.#access.storage.clock.now()))
      return undefined;
    if (!isTagged(record)) return record;
    const tags = this.#access.readNow(TAGS);
    return isCurrent(record, { get: (tag) => tagVersionOf(tags?.get(tag)) }) ? record : undefined;
  }

  /** Reads an entry. @throws {CorruptRecordError} `CORRUPT_RECORD`. */
  async read(key: string): Promise<RecordContent | undefined> {
    const { storage } = this.#access;
    const [found] = await this.#access.together([key], "read", () => storage.read(SPACE, [key]));
    if (!found) return undefined;
    const record = intact(found, entryContext(storage, key));
    if (!isTagged(record)) return record;
    const [current] = await areCurrent(storage, [record]);
    return current ? record : undefined;
  }

  /** Reads many entries. @throws as {@link CacheEntries.read}. */
  async readMany(keys: readonly string[]): Promise<(RecordContent | undefined)[]> {
    const { storage } = this.#access;
    const found = await this.#access.together(keys, "read", () => storage.read(SPACE, keys));
    const current = await areCurrent(storage, found);
    return found.map((record, i) =>
      record && current[i] ? intact(record, entryContext(storage, keys[i] as string)) : undefined,
    );
  }

  /** Tells whether an entry exists, even a corrupt one, and records its use. */
  async has(key: string): Promise<boolean> {
    const { storage } = this.#access;
    const found = await this.#access.together([key], "read", () => storage.read(SPACE, [key]));
    const isStored = (await areCurrent(storage, found)).includes(true);
    if (isStored) this.used(key);
    return isStored;
  }

  /** Writes an entry to records for synchronous access. */
  writeNow(records: SyncRecords, key: string, content: RecordContent): Promise<void> {
    records.set(key, content);
    this.counts.sets++;
    return DONE;
  }

  /** Writes an entry as a call of its own, replacing any existing one. */
  async write(key: string, content: RecordContent, tags: readonly string[]): Promise<void> {
    try {
      await this.#write(key, content, tags);
      this.counts.sets++;
    } catch (error) {
      throw withCallerStack(error);
    }
  }

  async #write(key: string, content: RecordContent, tags: readonly string[]): Promise<void> {
    const { storage } = this.#access;
    if (tags.length === 0 && !this.#capacity.isNeeded) {
      const pending = this.#access.ask("write", SPACE, { key, condition: "any", content });
      await pending.settled;
      await pending.result();
      return;
    }
    await this.#access.accept(async () => {
      const plain = { key, condition: "any", content } as const;
      if (this.#capacity.fitting([plain]).length === 0) return this.#dropUnfitting([plain], []);
      await this.#capacity.within([plain], async () => {
        const tagVersions = await ensureTagVersions(storage, tags, storage.clock.now());
        const write = { ...plain, content: withTags(content, tagVersions) };
        await this.#access.together([key], "write", () => storage.write(SPACE, [write]));
      });
    });
  }

  /** Writes entries: all or none if the medium supports it. */
  async writeTogether(plain: readonly RecordWrite[], tags: readonly string[]): Promise<void> {
    const { storage } = this.#access;
    const fitting = this.#capacity.fitting(plain);
    if (fitting.length < plain.length) await this.#dropUnfitting(plain, fitting);
    await this.#capacity.within(fitting, async () => {
      const tagVersions = await ensureTagVersions(storage, tags, storage.clock.now());
      const writes = fitting.map((write): RecordWrite => ({ ...write, content: withTags(write.content, tagVersions) }));
      const keys = writes.map(({ key }) => key);
      await this.#access.together(keys, "write", () => storage.writeTogether(SPACE, writes));
    });
  }

  /** Removes the existing entries of writes that are too large for the store, and counts these as evicted. */
  async #dropUnfitting(plain: readonly RecordWrite[], fitting: readonly RecordWrite[]): Promise<void> {
    const kept = new Set(fitting.map(({ key }) => key));
    const evicted = new Set(plain.map(({ key }) => key).filter((key) => !kept.has(key)));
    await this.remove([...evicted]);
    this.counts.evictions += evicted.size;
  }

  /** Removes entries, and returns the number of unexpired ones. */
  remove(keys: readonly string[]): Promise<number> {
    const { storage } = this.#access;
    return this.#access.together(keys, "write", async () => {
      const removals = keys.map((key) => ({ key, condition: "any" }) as const);
      // Queued together, so that no other operation runs between them.
      const [found, removed] = await Promise.all([storage.read(SPACE, keys), storage.remove(SPACE, removals)]);
      const current = await areCurrent(storage, found);
      return removed.filter((wasStored, i) => wasStored && current[i]).length;
    });
  }

  /** Changes an entry atomically. Returns `undefined` if the medium did so synchronously. */
  change(key: string, change: EntryChange): Promise<void> | undefined {
    const records = this.readNow();
    if (!records) return this.#access.accept(() => this.changeNow(key, change));
    const next = change(this.find(records, key));
    if (next) records.set(key, next);
    return undefined;
  }

  /**
   * Changes an entry within an accepted call.
   *
   * @param content Content of the entry, if it is known in advance.
   */
  async changeNow(key: string, change: EntryChange, content?: RecordContent): Promise<void> {
    const write = () => changeEntry(this.#access, key, change);
    await this.#capacity.within([{ key, content: content ?? SMALL }], write, (added) => added !== undefined);
  }

  /** Counts a read, and returns the value of the entry that it found. @throws as {@link entryValue}. */
  valueOf(key: string, found: RecordContent | undefined, model: Model | undefined, isShared?: boolean): unknown {
    this.count(key, found);
    return found && entryValue(this.#access.storage, key, found, model, isShared);
  }

  /** Counts a read as hit or miss, and records the use of the entry. */
  count(key: string, found: RecordContent | undefined): void {
    if (!found) {
      this.counts.misses++;
      return;
    }
    this.counts.hits++;
    this.used(key);
  }

  /** Records the use of an entry. */
  used(key: string): void {
    this.#capacity.used(key);
  }

  /** Writes pending access times before the storage is closed. */
  close(): void {
    this.#capacity.close();
  }
}
