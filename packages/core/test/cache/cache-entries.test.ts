import { collect, ManualClock } from "@results-manager/testing";
import { expect, test } from "vitest";
import { CacheEntries } from "../../src/cache/cache-entries.ts";
import type { CacheBounds } from "../../src/cache/cache-options.ts";
import { entriesOf, entryOf } from "../../src/cache/entry.ts";
import { StorageAccess } from "../../src/storage/storage-access.ts";
import { MemoryStorage } from "../../src/storage.ts";
import { QueuedMemory } from "../support/queued-memory.ts";

const TIMES = { now: 0, expiresAt: undefined };

function open(bounds: CacheBounds = {}, storage: MemoryStorage = new QueuedMemory()) {
  const entries = new CacheEntries(StorageAccess.to(storage, "cache"), bounds);
  const write = (key: string, value: unknown, tags: readonly string[] = []) =>
    entries.write(key, entryOf(key, value, TIMES), tags);
  return { storage: storage as QueuedMemory, entries, write };
}
const keysOf = async (storage: MemoryStorage): Promise<string[]> => (await collect(storage.scan("cache"))).flat();

test("up to a thousand items are accessed synchronously, where the medium can", async () => {
  await using storage = new MemoryStorage();
  const { entries } = open({}, storage);
  const access = (count: number) => entries.readNow(Array.from({ length: count })) !== undefined;
  expect([entries.readNow() !== undefined, access(1000), access(1001)]).toEqual([true, true, false]);
  expect(open().entries.readNow()).toBeUndefined();
});

test("a write that fails is told, and not counted", async () => {
  for (const [bounds, tags] of [
    [{}, []],
    [{}, ["t"]],
    [{ maxEntries: 5 }, []],
  ] as const) {
    const { storage, entries, write } = open(bounds);
    storage.failure = new Error("the disk is full");
    await expect(write("a", 1, tags)).rejects.toThrow("the disk is full");
    storage.failure = undefined;
    await write("a", 1, tags);
    expect(entries.counts).toMatchObject({ sets: 1, evictions: 0 });
    expect(await entries.read("a")).toMatchObject({ data: tags.length > 0 ? { value: 1 } : 1 });
  }
});

test("what is too large for the store is evicted, and so is what it replaces", async () => {
  const large = "x".repeat(2_000);
  const { storage, entries, write } = open({ maxBytes: 1_500 });
  await write("a", 1);
  await write("a", large);
  expect([await keysOf(storage), entries.counts.evictions]).toEqual([[], 1]);
  await write("a", 1);
  await entries.writeTogether(
    entriesOf(
      [
        ["a", large],
        ["b", 2],
        ["c", large],
      ],
      TIMES,
    ),
    [],
  );
  expect([await keysOf(storage), entries.counts.evictions]).toEqual([["b"], 3]);
  await entries.writeTogether(
    entriesOf(
      [
        ["d", 1],
        ["d", large],
        ["d", 3],
      ],
      TIMES,
    ),
    [],
  );
  expect([await keysOf(storage), entries.counts.evictions]).toEqual([["b", "d"], 3]);
});

test("writes that fit together are one operation", async () => {
  const { storage, entries } = open({ maxEntries: 5 });
  await entries.writeTogether(
    entriesOf(
      [
        ["a", 1],
        ["b", 2],
      ],
      TIMES,
    ),
    ["t"],
  );
  expect(storage.operations).toEqual(["write a,b"]);
  expect(await entries.readMany(["a", "c", "b"])).toMatchObject([
    { data: { value: 1 } },
    undefined,
    { data: { value: 2 } },
  ]);
});

test("living entries are found, counted and removed", async () => {
  const { storage, entries, write } = open();
  await write("plain", 1);
  await write("tagged", 2, ["t"]);
  await entries.write("expired", entryOf("expired", 3, { now: 0, expiresAt: 1 }), []);
  const keys = ["plain", "tagged", "expired", "none"];
  expect(await Promise.all(keys.map((key) => entries.has(key)))).toEqual([true, true, false, false]);
  expect((await Promise.all(keys.map((key) => entries.read(key)))).map((each) => each?.data)).toEqual([
    1,
    { value: 2, tags: [["t", expect.any(String)]] },
    undefined,
    undefined,
  ]);
  await storage.remove("cache_tags", [{ key: "t", condition: "any" }]);
  expect([await entries.has("tagged"), await entries.read("tagged")]).toEqual([false, undefined]);
  expect(await entries.readMany(keys)).toMatchObject([{ data: 1 }, undefined, undefined, undefined]);
  expect(await entries.remove(keys)).toBe(1);
  expect(await keysOf(storage)).toEqual([]);
});

test("reads are hits or misses", async () => {
  const { entries } = open();
  const entry = entryOf("a", [1], TIMES);
  expect([entries.valueOf("a", entry, undefined, false), entries.valueOf("b", undefined, undefined, false)]).toEqual([
    [1],
    undefined,
  ]);
  expect(entries.counts).toEqual({ hits: 1, misses: 1, sets: 0, evictions: 0 });
});

test("an entry is changed where it lies, or through the queue", async () => {
  await using synchronous = new MemoryStorage();
  for (const storage of [synchronous, new QueuedMemory()]) {
    const { entries } = open({}, storage);
    const found: unknown[] = [];
    const change = (data: number | undefined) =>
      entries.change("a", (living) => {
        found.push(living?.data);
        return data === undefined ? undefined : entryOf("a", data, TIMES);
      });
    const changing = change(1);
    expect(changing === undefined).toBe(storage === synchronous);
    await changing;
    for (const next of [undefined, 2, undefined]) await change(next);
    expect(found).toEqual([undefined, 1, 1, 2]);
  }
});

test("a medium that evicts by itself counts what it evicts", async () => {
  await using storage = new MemoryStorage();
  const { entries } = open({ maxEntries: 1 }, storage);
  const records = entries.readNow();
  if (!records) return expect.fail();
  for (const key of ["a", "b", "c"]) await entries.writeNow(records, key, entryOf(key, 1, TIMES));
  expect([await keysOf(storage), entries.counts]).toEqual([["c"], { hits: 0, misses: 0, sets: 3, evictions: 2 }]);
});

test("an entry that has expired is not found, and one that will expire is", async () => {
  const clock = new ManualClock();
  await using storage = new MemoryStorage({ clock });
  const { entries } = open({}, storage);
  const records = entries.readNow();
  if (!records) return expect.fail();
  await entries.writeNow(records, "a", entryOf("a", 1, { now: 0, expiresAt: clock.now() + 1 }));
  await entries.writeNow(records, "b", entryOf("b", 2, TIMES));
  const found = (): unknown[] => ["a", "b", "c"].map((key) => entries.find(records, key)?.data);
  expect(found()).toEqual([1, 2, undefined]);
  clock.advance(0.001);
  expect(found()).toEqual([undefined, 2, undefined]);
});

test("only a change that adds an entry takes space", async () => {
  const { storage, entries } = open({ maxEntries: 100 });
  const changes = async (count: number, key: (i: number) => string): Promise<number> => {
    for (let i = 0; i < count; i++) await entries.change(key(i), () => entryOf("a", i, TIMES));
    return storage.measurements;
  };
  expect(await changes(25, () => "a")).toBe(1);
  expect(await changes(25, (i) => `b${i}`)).toBe(3);
});

test("uses are noted at the latest when the cache is closed, and misses are no uses", async () => {
  const { storage, entries, write } = open({ maxEntries: 5 });
  await write("a", 1);
  entries.count("a", entryOf("a", 1, TIMES));
  entries.count("b", undefined);
  await entries.has("c");
  expect(storage.used).toEqual([]);
  entries.close();
  await storage.reached();
  expect(storage.used).toEqual(["a"]);
});
