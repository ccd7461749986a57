import { deferred, ManualClock } from "@results-manager/testing";
import { expect, test, vi } from "vitest";
import type { CacheBounds } from "../../../src/cache/cache-options.ts";
import { type Evictable, Evictor } from "../../../src/cache/eviction/evictor.ts";
import { CacheFace } from "../../../src/index.ts";
import type { RecordUsage } from "../../../src/records/usage.ts";
import { MemoryStorage, type Space, type StorageSupports } from "../../../src/storage.ts";

/** Memory that does not evict by itself, and counts what is noted. */
class Noting extends MemoryStorage {
  override readonly supports: StorageSupports = {
    retains: true,
    persistent: false,
    crossProcess: false,
    evicts: false,
    batchSize: 64,
  };
  readonly notes: (readonly string[])[] = [];

  override syncRecords(): undefined {}

  protected override noteUses(_space: Space, keys: readonly string[]): void {
    this.notes.push(keys);
  }
}

test("reads cost no writes: a key is noted once in ten seconds, and keys are noted together", async () => {
  const clock = new ManualClock();
  const storage = new Noting({ clock });
  const cache = new CacheFace(storage, { maxEntries: 1000 });
  const keys = Array.from({ length: 20 }, (_, i) => `key/${i}`);
  await cache.multiSetValues(keys.map((key) => [key, 1]));
  for (let round = 0; round < 50; round++) await Promise.all(keys.map((key) => cache.getValue(key)));
  clock.advance(9.999);
  await cache.getValue("key/0");
  expect(storage.notes).toEqual([]);
  clock.advance(0.001);
  await cache.getValue("key/0");
  await cache.close();
  expect(storage.notes).toEqual([[...keys, "key/0"]]);
});

test("what was read just before room is made is kept", async () => {
  const storage = new Noting();
  const cache = new CacheFace(storage, { maxEntries: 10 });
  for (let i = 0; i < 10; i++) await cache.setValue(`key/${i}`, i);
  await cache.getValue("key/0");
  await cache.setValue("new", 1);
  expect(storage.notes.flat()).toContain("key/0");
  await cache.close();
});

test("once the store was measured, every use is noted again", async () => {
  const storage = new Noting();
  const cache = new CacheFace(storage, { maxEntries: 10 });
  for (let i = 0; i < 10; i++) await cache.setValue(`key/${i}`, i);
  await cache.getValue("key/9");
  await cache.setValue("new", 1);
  await cache.getValue("key/9");
  await cache.getValue("key/9");
  await cache.close();
  expect(storage.notes.flat().filter((key) => key === "key/9")).toHaveLength(2);
});

test("notes that cannot be written down hold up neither a write nor making room", async () => {
  class Failing extends Noting {
    protected override noteUses(): never {
      throw new Error("the disk is full");
    }
  }
  const cache = new CacheFace(new Failing(), { maxEntries: 10 });
  for (let i = 0; i < 30; i++) {
    await cache.setValue(`key/${i}`, i);
    await cache.getValue(`key/${i}`);
  }
  expect((await cache.stats()).entries).toBeLessThanOrEqual(10);
  await cache.close();
});

test("without bounds nothing is noted", async () => {
  const storage = new Noting();
  const cache = new CacheFace(storage);
  await cache.setValue("key", 1);
  await cache.getValue("key");
  await cache.close();
  expect(storage.notes).toEqual([]);
});

/** Entries of a store, and what an evictor does to them. Entries are used in the order in which they are added. */
class Entries implements Evictable {
  readonly clock = new ManualClock();
  readonly evictions: (readonly string[])[] = [];
  readonly stored = new Map<string, RecordUsage>();
  scans = 0;

  add(count: number, bytes = 1): void {
    for (let i = 0; i < count; i++) {
      const key = String(this.stored.size + this.evictions.flat().length);
      this.stored.set(key, { key, bytes, usedAt: Number(key) });
    }
  }

  async noteUses(): Promise<void> {}

  async *uses(): AsyncGenerator<readonly RecordUsage[]> {
    this.scans++;
    yield [...this.stored.values()];
  }

  async evict(keys: readonly string[]): Promise<void> {
    this.evictions.push(keys);
    for (const key of keys) this.stored.delete(key);
  }
}

const ADDED = (): boolean => true;
const entry = (key: string, bytes: number) => ({ key, content: { data: new Uint8Array(bytes) } });
/** Makes an evictor over entries, with a function that adds one by it. */
function evicting(bounds: CacheBounds, count = 0, bytes = 1) {
  const store = new Entries();
  store.add(count, bytes);
  const evictor = new Evictor(store, bounds);
  const write = (size = 1) => evictor.within({ entries: 1, bytes: size }, async () => store.add(1, size), ADDED);
  return { store, evictor, write };
}

test("the size of writes is their number, and their bytes with an overhead if those are limited", () => {
  const writes = [entry("a", 10), entry("bc", 20)];
  expect(evicting({ maxEntries: 5 }).evictor.sizeOf(writes)).toEqual({ entries: 2, bytes: 0 });
  expect(evicting({ maxBytes: 5 }).evictor.sizeOf(writes)).toEqual({ entries: 2, bytes: 311 + 322 });
});

test("of a batch, the last writes that fit together are kept, in their order", () => {
  const fitting = (bounds: CacheBounds, ...writes: ReturnType<typeof entry>[]): string =>
    evicting(bounds)
      .evictor.fitting(writes)
      .map(({ key }) => key)
      .join("");
  expect(fitting({ maxEntries: 2 }, entry("a", 1), entry("b", 1), entry("c", 1))).toBe("bc");
  expect(fitting({ maxBytes: 1000 }, entry("a", 999))).toBe("a");
  expect(fitting({ maxBytes: 1000 }, entry("a", 1000))).toBe("");
  expect(fitting({ maxBytes: 1000 }, entry("a", 199), entry("b", 199))).toBe("ab");
  expect(fitting({ maxBytes: 1000 }, entry("a", 200), entry("b", 199))).toBe("b");
  expect(fitting({ maxBytes: 1000 }, entry("a", 9), entry("b", 999), entry("c", 9))).toBe("ac");
  expect(fitting({}, entry("a", 1000))).toBe("a");
});

test("a store is scanned before the first write, and again after a tenth of its limit", async () => {
  const { store, evictor, write } = evicting({ maxEntries: 100 });
  for (let i = 0; i < 10; i++) await write();
  expect(store.scans).toBe(1);
  await evictor.within(
    { entries: 5, bytes: 0 },
    async () => {},
    () => false,
  );
  expect(store.scans).toBe(1);
  await write();
  expect(store.scans).toBe(2);
  for (let i = 0; i < 10; i++) await write();
  expect(store.scans).toBe(2);
  expect(store.evictions).toEqual([]);
});

test("a failed write may have written a part, and counts", async () => {
  const { store, evictor, write } = evicting({ maxEntries: 100 });
  const fail = () => evictor.within({ entries: 10, bytes: 0 }, () => Promise.reject(new Error("failed")), ADDED);
  await expect(fail()).rejects.toThrow("failed");
  expect(store.scans).toBe(1);
  await write();
  expect(store.scans).toBe(2);
});

test.for<[CacheBounds, count: number, bytes: number, write: number, evicted: string[][], scans: number]>([
  [{ maxEntries: 10 }, 9, 1, 1, [], 1],
  [{ maxEntries: 10 }, 10, 1, 1, [["0", "1"]], 2],
  [{ maxEntries: 1 }, 1, 1, 1, [["0"]], 2],
  [{ maxEntries: 10 }, 15, 1, 1, [["0", "1", "2", "3", "4", "5", "6"]], 1],
  [{ maxBytes: 1000 }, 4, 300, 1, [["0", "1"]], 1],
  [{ maxBytes: 1000 }, 4, 300, 0, [["0"]], 1],
  [{ maxBytes: 1000 }, 9, 100, 100, [], 1],
  [{ maxBytes: 1000 }, 9, 100, 200, [["0", "1"]], 2],
  [{ maxBytes: 1000 }, 9, 100, 300, [["0", "1", "2"]], 2],
  [{ maxBytes: 1000 }, 9, 100, 1500, [["9"]], 2],
])("limits of %j, %i entries of %i bytes, a write of %i", async ([bounds, count, bytes, size, evicted, scans]) => {
  const { store, write } = evicting(bounds, count, bytes);
  await write(size);
  expect(store.evictions).toEqual(evicted);
  expect(store.scans).toBe(scans);
});

test.for<[CacheBounds, count: number, bytes: number]>([
  [{ maxEntries: 100 }, 98, 1],
  [{ maxBytes: 10_000 }, 98, 100],
])("what was written since a scan counts: limits of %j, %i entries of %i bytes", async ([bounds, count, bytes]) => {
  const { store, write } = evicting(bounds, count, bytes);
  for (let i = 0; i < 2; i++) await write(bytes);
  expect(store.evictions).toEqual([]);
  await write(bytes);
  expect(store.evictions).not.toEqual([]);
});

test.for<[CacheBounds, started: number]>([
  [{ maxEntries: 20 }, 40],
  [{ maxEntries: 100 }, 164],
  [{ maxEntries: 1000 }, 1100],
  [{ maxBytes: 10_000 }, 11],
])("limits of %j: %i writes run at once", async ([bounds, started]) => {
  const { evictor } = evicting(bounds);
  const end = deferred();
  let running = 0;
  const write = () => {
    running++;
    return end.promise;
  };
  const writes = Array.from({ length: started + 2 }, () => evictor.within({ entries: 1, bytes: 1000 }, write, ADDED));
  await vi.waitFor(() => expect(running).toBeGreaterThanOrEqual(started));
  await new Promise((resolve) => setImmediate(resolve));
  expect(running).toBe(started);
  end.resolve();
  await Promise.all(writes);
});
