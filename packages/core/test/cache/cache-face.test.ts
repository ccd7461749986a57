import { ManualClock } from "@results-manager/testing";
import { expect, test } from "vitest";
import { CacheFace } from "../../src/index.ts";
import { MemoryStorage } from "../../src/storage.ts";
import { QueuedMemory } from "../support/queued-memory.ts";

const STORAGES = [
  ["synchronous", MemoryStorage],
  ["queued", QueuedMemory],
] as const;

test.for(STORAGES)("%s: values are copies, and are counted", async ([, Storage]) => {
  await using cache = new CacheFace(new Storage());
  const value = { list: [1] };
  await cache.setValue("a", value);
  await cache.setValue("tagged", value, { tags: ["t"] });
  await cache.multiSetValues([
    ["b", value],
    ["c", 3],
  ]);
  await cache.multiSetValues([["d", value]], { tags: ["t"] });
  const read = async () => [
    await cache.getValue("a"),
    ...(await cache.multiGetValues(["b", "d"])),
    await cache.getValue("tagged"),
  ];
  for (const each of (await read()) as (typeof value)[]) each.list.push(2);
  value.list.push(3);
  expect(await read()).toEqual(Array(4).fill({ list: [1] }));
  expect(await cache.getValue("none")).toBeUndefined();
  expect(await cache.stats()).toMatchObject({ hits: 8, misses: 1, sets: 5, evictions: 0, entries: 5 });
  expect(await Promise.all(["a", "tagged", "none"].map((key) => cache.exists(key)))).toEqual([true, true, false]);
  await cache.invalidateTag("t");
  expect(await read()).toEqual([{ list: [1] }, { list: [1] }, undefined, undefined]);
  expect(await Promise.all(["a", "tagged"].map((key) => cache.exists(key)))).toEqual([true, false]);
});

test("where the medium can, values without tags are stored at once", async () => {
  await using cache = new CacheFace(new MemoryStorage());
  const stored = (key: string): boolean => cache.storage.syncRecords("cache")?.get(key) !== undefined;
  const setting = [cache.setValue("a", 1), cache.multiSetValues([["b", 1]])];
  expect([stored("a"), stored("b")]).toEqual([true, true]);
  const tagging = cache.multiSetValues([["c", 1]], { tags: ["t"] });
  expect(stored("c")).toBe(false);
  await Promise.all([...setting, tagging]);
  expect(stored("c")).toBe(true);
});

test("what was read for one caller is not copied again", async () => {
  const storage = new QueuedMemory();
  await using cache = new CacheFace(storage);
  await cache.setValue("a", { list: [1] });
  const [record] = await storage.read("cache", ["a"]);
  storage.read = async () => [record];
  expect(await cache.getValue("a")).toBe(record?.corrupt === undefined ? record?.data : undefined);
});

test.for(STORAGES)("%s: numbers are increased by one or an amount, and removed", async ([, Storage]) => {
  await using cache = new CacheFace(new Storage());
  expect([await cache.incr("n"), await cache.incr("n"), await cache.incr("n", -5)]).toEqual([1, 2, -3]);
  expect([await cache.delete("n"), await cache.delete("n")]).toEqual([1, 0]);
});

test.for(STORAGES)("%s: an entry may expire at another time", async ([, Storage]) => {
  const clock = new ManualClock();
  await using cache = new CacheFace(new Storage({ clock }));
  await cache.setValue("a", 1, { ttlSeconds: 1 });
  expect([await cache.touch("a", 5), await cache.touch("b", 5)]).toEqual([true, false]);
  clock.advance(4.999);
  expect(await cache.exists("a")).toBe(true);
  clock.advance(0.001);
  expect([await cache.exists("a"), await cache.touch("a", 5)]).toEqual([false, false]);
});

const invalid = expect.objectContaining({ code: "INVALID_KEY" });
test.for<[string, (cache: CacheFace) => Promise<unknown>, unknown]>([
  ["getValue", (cache) => cache.getValue(""), invalid],
  [
    "getValue with an option",
    (cache) => cache.getValue("a", { modl: 1 } as never),
    "Unknown option 'modl' of getValue.",
  ],
  ["setValue", (cache) => cache.setValue("", 1), invalid],
  [
    "setValue with an option",
    (cache) => cache.setValue("a", 1, { ttl: 1 } as never),
    "Unknown option 'ttl' of setValue.",
  ],
  ["setValue with a tag", (cache) => cache.setValue("a", 1, { tags: [""] }), invalid],
  ["multiGetValues", (cache) => cache.multiGetValues(["a", ""]), invalid],
  [
    "multiSetValues",
    (cache) =>
      cache.multiSetValues([
        ["a", 1],
        ["", 1],
      ]),
    invalid,
  ],
  ["multiSetValues with an option", (cache) => cache.multiSetValues([], { ttl: 1 } as never), "Unknown option 'ttl'"],
  ["exists", (cache) => cache.exists(""), invalid],
  ["delete", (cache) => cache.delete(""), invalid],
  ["incr", (cache) => cache.incr(""), invalid],
  ["incr by text", (cache) => cache.incr("a", "1" as never), "delta must be a number"],
  ["touch", (cache) => cache.touch("", 1), invalid],
  [
    "touch without a time",
    (cache) => cache.touch("a", undefined as never),
    "ttlSeconds must be a number, got undefined.",
  ],
  ["invalidateTag", (cache) => cache.invalidateTag(""), invalid],
])("%s refuses bad input before anything is stored", async ([, call, error]) => {
  for (const storage of [new MemoryStorage(), new QueuedMemory()]) {
    await using cache = new CacheFace(storage);
    await expect(call(cache)).rejects.toThrow(error as string);
    expect(await storage.listKeys("cache")).toEqual([]);
  }
});

test("bounds are checked", () => {
  expect(() => new CacheFace(new MemoryStorage(), { maxEntry: 1 } as never)).toThrow("Did you mean 'maxEntries'?");
  expect(() => new CacheFace(new MemoryStorage(), { maxEntries: 0 })).toThrow(RangeError);
});

test("space is released as far as a call asks for it", async () => {
  const storage = new QueuedMemory();
  await using cache = new CacheFace(storage);
  await cache.prune();
  await cache.compact();
  expect(storage.released).toEqual([false, true]);
});

test("closing notes the last uses", async () => {
  const storage = new QueuedMemory();
  const cache = new CacheFace(storage, { maxEntries: 5 });
  await cache.setValue("a", 1);
  await cache.getValue("a");
  expect(storage.used).toEqual([]);
  await cache.close();
  expect(storage.used).toEqual(["a"]);
  await expect(cache.getValue("a")).rejects.toThrow(expect.objectContaining({ code: "BACKEND_CLOSED" }));
});
