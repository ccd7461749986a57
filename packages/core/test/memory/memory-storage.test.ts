import { collect, ManualClock } from "@results-manager/testing";
import { expect, test } from "vitest";
import { MemoryStorage, type RecordWrite, type WriteCondition } from "../../src/storage.ts";

const TIME = new Date(0).toISOString();
const content = (more: object = {}) =>
  ({
    modelName: "M",
    namespace: "n",
    version: 1,
    data: [1],
    createdAt: TIME,
    updatedAt: TIME,
    ...more,
  }) as RecordWrite["content"];
const write = (key: string, more: object = {}, condition: WriteCondition = "any"): RecordWrite => ({
  key,
  condition,
  content: content(more),
});

test("records are copied when they are written and when they are read", async () => {
  await using storage = new MemoryStorage();
  const data = [1];
  await storage.write("results", [write("a", { data })]);
  data.push(2);
  const [first] = await storage.read("results", ["a"]);
  (first as unknown as { data: number[] }).data.push(3);
  expect(await storage.read("results", ["a", "b"])).toMatchObject([{ data: [1] }, undefined]);
});

test("a write depends on the record that is valid, and keeps its time of creation", async () => {
  const clock = new ManualClock();
  await using storage = new MemoryStorage({ clock });
  const later = new Date(5).toISOString();
  await storage.write("results", [write("a"), write("old", { expiresAt: clock.now() + 1000 })]);
  clock.advance(1);
  const outcomes = await storage.write("results", [
    write("a", {}, "absent"),
    write("old", { createdAt: later }, "absent"),
    write("a", { createdAt: later, data: 2 }),
    write("b", {}, { unchanged: {} }),
  ]);
  expect(outcomes.map(({ written }) => written)).toEqual([false, true, true, false]);
  expect(outcomes[0]).toMatchObject({ found: { data: [1] } });
  expect(outcomes[3]).toEqual({ written: false, found: undefined });
  expect(await storage.read("results", ["a", "old"])).toMatchObject([
    { createdAt: TIME, data: 2 },
    { createdAt: later },
  ]);
});

test("a removal tells whether a valid record was there, or the expired one that it asked for", async () => {
  const clock = new ManualClock();
  await using storage = new MemoryStorage({ clock });
  const expiresAt = clock.now() + 1000;
  await storage.write("results", [write("a"), write("b", { expiresAt }), write("c", { expiresAt }), write("d")]);
  clock.advance(1);
  const removed = await storage.remove("results", [
    { key: "a", condition: "any" },
    { key: "b", condition: "any" },
    { key: "c", condition: "expired" },
    { key: "d", condition: "expired" },
    { key: "none", condition: "any" },
  ]);
  expect(removed).toEqual([true, false, true, false, false]);
  expect(await storage.listKeys("results")).toEqual(["d"]);
  expect(await storage.listKeys("results", { expired: true })).toEqual([]);
});

test("a listing has pages of 1,024 keys, up to its limit, of valid or of expired records", async () => {
  const clock = new ManualClock();
  await using storage = new MemoryStorage({ clock });
  const keys = Array.from({ length: 2049 }, (_, i) => String(i).padStart(4, "0"));
  await storage.write("results", [...keys.map((key) => write(key)), write("old", { expiresAt: clock.now() + 1000 })]);
  clock.advance(1);
  const lengths = async (range?: object) => (await collect(storage.scan("results", range))).map(({ length }) => length);
  expect(await lengths()).toEqual([1024, 1024, 1]);
  expect(await lengths({ limit: 2048 })).toEqual([1024, 1024]);
  expect(await lengths({ limit: 2 })).toEqual([2]);
  expect(await lengths({ limit: 0 })).toEqual([]);
  expect(await lengths({ expired: true })).toEqual([1]);
  const pages = storage.scan("results");
  await pages.next();
  await storage.remove("results", [{ key: "1024", condition: "any" }]);
  expect((await pages.next()).value?.[0]).toBe("1025");
});

test("uses of all records are told in pages, with their size and times", async () => {
  await using storage = new MemoryStorage();
  const updatedAt = new Date(7).toISOString();
  await storage.write("cache", [write("a", { updatedAt, data: "x", expiresAt: 2 ** 42 })]);
  expect(await collect(storage.uses("cache"))).toEqual([[{ key: "a", bytes: 4, usedAt: 7, expiresAt: 2 ** 42 }]]);
  await storage.write(
    "cache",
    Array.from({ length: 1024 }, (_, i) => write(`k${i}`)),
  );
  expect((await collect(storage.uses("cache"))).map(({ length }) => length)).toEqual([1024, 1]);
  expect(await collect(storage.uses("results"))).toEqual([]);
});

test("records are at hand while nothing is queued", async () => {
  await using storage = new MemoryStorage();
  expect(storage.syncRecords("cache")?.get("a")).toBeUndefined();
  const writing = storage.write("cache", [write("a")]);
  expect(storage.syncRecords("cache")).toBeUndefined();
  await writing;
  expect(storage.syncRecords("cache")?.get("a")).toMatchObject({ data: [1] });
  expect(() => new MemoryStorage({ clok: 1 } as never)).toThrow("Unknown option 'clok' of a store in memory.");
});

test("memory tells what it can do, and evicts by itself", async () => {
  await using storage = new MemoryStorage();
  expect(storage.supports).toEqual({
    retains: true,
    persistent: false,
    crossProcess: false,
    atomicWrites: true,
    evicts: true,
    synchronous: true,
    batchSize: 64,
  });
  let evictions = 0;
  storage.limitSpace("cache", { maxEntries: 1 }, () => evictions++);
  await storage.write("cache", [write("a"), write("b")]);
  expect([await storage.listKeys("cache"), evictions]).toEqual([["b"], 1]);
});
