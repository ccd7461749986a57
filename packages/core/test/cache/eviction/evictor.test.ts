import { ManualClock } from "@results-manager/testing";
import { expect, test } from "vitest";
import { CacheFace } from "../../../src/index.ts";
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
