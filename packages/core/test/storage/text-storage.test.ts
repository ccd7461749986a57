import { collect, ManualClock } from "@results-manager/testing";
import { expect, test } from "vitest";
import type { RecordContent, RecordWrite, ScanRange, Space } from "../../src/storage.ts";
import { MapTexts } from "../support/map-texts.ts";

const TIME = "2026-01-01T00:00:00.000Z";

function content(data: RecordContent["data"], fields: Partial<RecordContent> = {}): RecordContent {
  return { modelName: "Any", namespace: "default", version: 1, data, createdAt: TIME, updatedAt: TIME, ...fields };
}

function write(key: string, data: RecordContent["data"], condition: RecordWrite["condition"] = "any"): RecordWrite {
  return { key, condition, content: content(data) };
}

test("a batch loads each key once, and applies what has changed once, each key at most once", async () => {
  await using storage = new MapTexts();
  await storage.write("results", [write("a", 1), write("b", 1), write("a", 2), write("a", 3, "absent")]);
  expect(storage.loaded).toEqual([["a", "b"]]);
  expect(storage.applied.map((changes) => changes.map(([key]) => key))).toEqual([["a", "b"]]);
  expect(await storage.read("results", ["a"])).toMatchObject([{ data: 2 }]);
  const increment = { key: "a", change: () => content(4) };
  await storage.change("results", [increment, { key: "b", change: () => undefined }, increment]);
  expect(storage.applied).toHaveLength(2);
  expect(storage.applied[1]).toMatchObject([["a", expect.stringContaining('"data":4')]]);
});

test("a batch whose conditions do not hold applies nothing", async () => {
  await using storage = new MapTexts();
  await storage.write("results", [write("a", 1, { unchanged: "x" })]);
  await storage.remove("results", [{ key: "a", condition: "any" }]);
  await storage.change("results", [{ key: "a", change: () => undefined }]);
  expect(storage.applied).toEqual([]);
});

test("a failure of the medium fails the whole batch, which then has no effect", async () => {
  await using storage = new MapTexts();
  await storage.write("results", [write("a", 1)]);
  storage.failure = new Error("the disk is full");
  const removal = { key: "a", condition: "any" } as const;
  await expect(storage.write("results", [write("a", 2), write("b", 2)])).rejects.toThrow("the disk is full");
  await expect(storage.remove("results", [removal])).rejects.toThrow("the disk is full");
  storage.failure = undefined;
  expect(await storage.read("results", ["a", "b"])).toMatchObject([{ data: 1 }, undefined]);
});

test("a content that cannot be formatted fails alone", async () => {
  await using storage = new MapTexts();
  const fail = (): never => {
    throw new RangeError("Invalid string length");
  };
  const tooLong = { toJSON: fail } as unknown as RecordContent["data"];
  const [first, second] = await Promise.allSettled([
    storage.write("results", [write("a", tooLong)]),
    storage.write("results", [write("b", 2)]),
  ]);
  expect(first).toMatchObject({ status: "rejected", reason: { code: "VALUE_TOO_LARGE" } });
  expect(second).toMatchObject({ status: "fulfilled", value: [{ written: true }] });
});

test("a damaged text loses its creation time with the next write, and is never taken for expired", async () => {
  const clock = new ManualClock();
  await using storage = new MapTexts({ clock });
  storage.in("results").set("a", JSON.stringify({ ...content(1), version: "1", expiresAt: 1 }));
  expect(await storage.has("results", ["a"])).toEqual([true]);
  expect(await storage.remove("results", [{ key: "a", condition: "expired" }])).toEqual([false]);
  await storage.write("results", [
    { ...write("a", 2), content: content(2, { createdAt: "2026-02-02T00:00:00.000Z" }) },
  ]);
  expect(await storage.read("results", ["a"])).toMatchObject([{ data: 2, createdAt: "2026-02-02T00:00:00.000Z" }]);
});

test("a listing loads texts in batches, and skips keys that are removed meanwhile", async () => {
  await using storage = new MapTexts();
  const keys = Array.from({ length: 40 }, (_, i) => `k${String(i).padStart(2, "0")}`);
  await storage.write(
    "results",
    keys.map((key) => write(key, 1)),
  );
  storage.loaded.length = 0;
  const listed: string[] = [];
  for await (const page of storage.scan("results")) {
    if (listed.length === 0) await storage.remove("results", [{ key: "k39", condition: "any" }]);
    listed.push(...page);
  }
  expect(listed).toEqual(keys.slice(0, -1));
  expect(Math.max(...storage.loaded.map((page) => page.length))).toBe(16);
});

/** A medium that returns all keys of a space, whatever they begin with. */
class AllKeys extends MapTexts {
  protected override async listTextKeys(space: Space): Promise<string[]> {
    return [...this.in(space).keys()].reverse();
  }
}

async function storing(keys: readonly string[], options?: { readonly clock: ManualClock }): Promise<AllKeys> {
  const storage = new AllKeys(options);
  await storage.write(
    "results",
    keys.map((key) => write(key, 1)),
  );
  storage.loaded.length = 0;
  return storage;
}

test.for<[ScanRange, string[]]>([
  [{}, ["a", "a/b", "ab", "b", "b/c"]],
  [{ after: "a" }, ["a/b", "ab", "b", "b/c"]],
  [{ after: "ab" }, ["b", "b/c"]],
  [{ startsWith: "a" }, ["a", "a/b", "ab"]],
  [{ prefix: "a" }, ["a", "a/b"]],
  [{ prefix: "a", after: "a" }, ["a/b"]],
  [{ startsWith: "a", after: "a/b" }, ["ab"]],
  [{ limit: 2 }, ["a", "a/b"]],
  [{ limit: 0 }, []],
  [{ expired: true }, []],
])("of a range %j, these keys are listed: %j", async ([range, keys]) => {
  await using storage = await storing(["a", "ab", "b", "a/b", "b/c"]);
  expect(await storage.listKeys("results", range)).toEqual(keys);
});

test("a listing yields no empty page, and loads nothing after the last key or the limit", async () => {
  const clock = new ManualClock();
  await using storage = await storing(
    Array.from({ length: 32 }, (_, i) => String(i + 100)),
    { clock },
  );
  const pages = async (range: ScanRange): Promise<[listed: number[], loaded: number[]]> => {
    storage.loaded.length = 0;
    const listed = (await collect(storage.scan("results", range))).map((page) => page.length);
    return [listed, storage.loaded.map((keys) => keys.length)];
  };
  expect(await pages({})).toEqual([
    [16, 16],
    [16, 16],
  ]);
  expect(await pages({ limit: 16 })).toEqual([[16], [16]]);
  expect(await pages({ limit: 17 })).toEqual([
    [16, 1],
    [16, 16],
  ]);
  const expiring = { ...write("131", 1), content: content(1, { expiresAt: clock.now() + 1000 }) };
  await storage.write("results", [expiring]);
  expect(await pages({ expired: true })).toEqual([[], [16, 16]]);
  clock.advance(1);
  expect(await pages({ expired: true })).toEqual([[1], [16, 16]]);
});

test("a removal tells whether a living record was removed, or an expired one that was asked for", async () => {
  const clock = new ManualClock();
  await using storage = await storing(["a", "b"], { clock });
  const expiring = (key: string) => ({ ...write(key, 1), content: content(1, { expiresAt: clock.now() + 1000 }) });
  await storage.write("results", [expiring("c"), expiring("d")]);
  clock.advance(1);
  const removed = await storage.remove("results", [
    { key: "a", condition: "any" },
    { key: "b", condition: "expired" },
    { key: "c", condition: "any" },
    { key: "d", condition: "expired" },
    { key: "e", condition: "any" },
  ]);
  expect(removed).toEqual([true, false, false, true, false]);
  expect([...storage.in("results").keys()]).toEqual(["b"]);
});

test("a write whose condition does not hold tells what was found", async () => {
  await using storage = await storing(["a"]);
  expect(await storage.write("results", [write("a", 2, "absent"), write("b", 2, { unchanged: "x" })])).toEqual([
    { written: false, found: expect.objectContaining({ data: 1 }) },
    { written: false, found: undefined },
  ]);
});
