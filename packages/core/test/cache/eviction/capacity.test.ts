import { expect, test } from "vitest";
import type { CacheBounds } from "../../../src/cache/cache-options.ts";
import { CacheCapacity } from "../../../src/cache/eviction/capacity.ts";
import { internalContent } from "../../../src/records/internal-record.ts";
import { StorageAccess } from "../../../src/storage/storage-access.ts";
import { MemoryStorage, type Space, type StorageSupports } from "../../../src/storage.ts";

/** Memory that evicts by itself or not, and counts how often its size is measured. */
class Medium extends MemoryStorage {
  override readonly supports: StorageSupports;
  readonly limits: CacheBounds[] = [];
  scans = 0;

  constructor(evicts: boolean) {
    super();
    this.supports = { ...new MemoryStorage().supports, evicts };
  }

  override limitSpace(space: Space, bounds: CacheBounds, onEviction: () => void): void {
    this.limits.push(bounds);
    super.limitSpace(space, bounds, onEviction);
  }

  protected override listUses(space: Space) {
    this.scans++;
    return super.listUses(space);
  }
}

function open(bounds: CacheBounds, evicts = false) {
  const storage = new Medium(evicts);
  const evicted: number[] = [];
  const capacity = new CacheCapacity(StorageAccess.to(storage, "cache"), bounds, (count) => evicted.push(count));
  const content = internalContent("entry", 1, 0);
  const write = (...keys: string[]) =>
    capacity.within(
      keys.map((key) => ({ key, content })),
      () =>
        storage.write(
          "cache",
          keys.map((key) => ({ key, condition: "any", content })),
        ),
    );
  return { storage, evicted, capacity, write };
}

test.for<[CacheBounds, evicts: boolean, isNeeded: boolean, isLimited: boolean]>([
  [{}, false, false, false],
  [{}, true, false, false],
  [{ maxEntries: 2 }, false, true, false],
  [{ maxBytes: 2 }, false, true, false],
  [{ maxEntries: 2, maxBytes: 2 }, false, true, false],
  [{ maxEntries: 2 }, true, false, true],
  [{ maxBytes: 2 }, true, false, true],
])("limits of %j, on a medium that evicts by itself: %j", ([bounds, evicts, isNeeded, isLimited]) => {
  const { storage, capacity } = open(bounds, evicts);
  expect([capacity.isNeeded, storage.limits]).toEqual([isNeeded, isLimited ? [bounds] : []]);
});

test("what a medium evicts by itself is told one by one", async () => {
  const { evicted, write } = open({ maxEntries: 1 }, true);
  await write("a", "b", "c");
  expect(evicted).toEqual([1, 1]);
});

test("a full store is measured, and told what was evicted from it", async () => {
  const { storage, evicted, write } = open({ maxEntries: 2 });
  await write("a", "b");
  expect([storage.scans > 0, evicted]).toEqual([true, []]);
  await write("c", "d");
  expect(evicted.reduce((sum, each) => sum + each, 0)).toBe(4 - (await storage.listKeys("cache")).length);
  expect(evicted).not.toEqual([]);
});

test("without limits nothing is measured", async () => {
  for (const evicts of [true, false]) {
    const { storage, capacity, write } = open({}, evicts);
    await write("a", "b");
    capacity.used("a");
    capacity.close();
    await storage.reached();
    expect([storage.scans, storage.limits]).toEqual([0, []]);
  }
});

test("every write takes space, unless something else is said", async () => {
  const { storage, write } = open({ maxEntries: 100 });
  for (let i = 0; i < 25; i++) await write(`a${i}`);
  expect(storage.scans).toBe(3);
});
