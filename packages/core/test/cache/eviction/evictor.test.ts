import { ManualClock } from "@results-manager/testing";
import { expect, test } from "vitest";
import type { AsyncCacheBackend } from "../../../src/index.ts";
import { CacheMixin, type Constructor, MemoryStorage, type Space, type StorageSupports } from "../../../src/storage.ts";

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

const NotingCache = CacheMixin(Noting) as typeof Noting & Constructor<AsyncCacheBackend>;

test("reads cost no writes: a key is noted once in ten seconds, and keys are noted together", async () => {
  const clock = new ManualClock();
  const cache = new (NotingCache as Constructor<Noting & AsyncCacheBackend>)({ clock, maxEntries: 1000 });
  const keys = Array.from({ length: 20 }, (_, i) => `key/${i}`);
  await cache.multiSetValues(keys.map((key) => [key, 1]));
  for (let round = 0; round < 50; round++) await Promise.all(keys.map((key) => cache.getValue(key)));
  clock.advance(9.999);
  await cache.getValue("key/0");
  expect(cache.notes).toEqual([]);
  clock.advance(0.001);
  await cache.getValue("key/0");
  await cache.close();
  expect(cache.notes).toEqual([[...keys, "key/0"]]);
});

test("notes that cannot be written down hold up neither a write nor making room", async () => {
  class Failing extends Noting {
    protected override noteUses(): never {
      throw new Error("the disk is full");
    }
  }
  const FailingCache = CacheMixin(Failing) as typeof Failing & Constructor<AsyncCacheBackend>;
  const cache = new (FailingCache as Constructor<AsyncCacheBackend>)({ maxEntries: 10 });
  for (let i = 0; i < 30; i++) {
    await cache.setValue(`key/${i}`, i);
    await cache.getValue(`key/${i}`);
  }
  expect((await cache.stats()).entries).toBeLessThanOrEqual(10);
  await cache.close();
});

test("without bounds nothing is noted", async () => {
  const cache = new NotingCache({}) as Noting & AsyncCacheBackend;
  await cache.setValue("key", 1);
  await cache.getValue("key");
  await cache.close();
  expect(cache.notes).toEqual([]);
});
