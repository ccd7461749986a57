import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { expectCode, tempFolder } from "@results-manager/testing";
import * as v from "valibot";
import { expect, test } from "vitest";
import { ModelRegistry, memoize, openStore, type Store } from "../src/index.ts";

const registry = new ModelRegistry();
const Count = registry.register("Count", v.number());

const urlOf = (medium: string, path: string): string =>
  medium === "memory" ? "memory:" : medium === "sqlite" ? `sqlite:${path}` : path;

const fill = async ({ results, cache, values, calls }: Store): Promise<unknown[]> => {
  const square = memoize((n: number) => n * n, { storage: calls, name: "square", parameters: ["n"] });
  await results.set("a", 1, { model: Count });
  await cache.setValue("a", 2);
  return [
    await results.get("a"),
    await cache.getValue("a"),
    await values.load(await values.save([3])),
    await square(2),
  ];
};

test.for(["files", "sqlite", "memory"])("%s: four faces of one place, opened once and closed once", async (medium) => {
  const path = join(tempFolder(), "store");
  const url = urlOf(medium, path);
  const store = await openStore(url, { registry, durability: "process", maxEntries: 3 });
  expect(await fill(store)).toEqual([1, 2, [3], 4]);
  for (const face of [store.cache, store.values, store.calls]) expect(face.storage).toBe(store.results.storage);
  for (let i = 0; i < 9; i++) await store.cache.setValue(`key/${i}`, i);
  expect((await store.cache.stats()).entries).toBeLessThanOrEqual(3);
  await store.close();
  await store.close();
  await expectCode(store.results.get("a"), "BACKEND_CLOSED");
  await expectCode(store.cache.getValue("a"), "BACKEND_CLOSED");
  await expectCode(store.values.list(), "BACKEND_CLOSED");
  await expectCode(store.calls.list(), "BACKEND_CLOSED");
  if (medium === "memory") return;
  expect(existsSync(path)).toBe(true);
  await using again = await openStore(url, { registry, createIfMissing: false });
  expect([await again.results.get("a"), await again.calls.list(), await again.values.list()]).toMatchObject([
    1,
    { length: 1 },
    { length: 3 },
  ]);
});

test.for(["files", "sqlite", "memory"])("%s: prune removes the expired records of all faces", async (medium) => {
  let now = Date.now();
  const url = urlOf(medium, join(tempFolder(), "store"));
  await using store = await openStore(url, { registry, clock: { now: () => now }, durability: "process" });
  await store.results.set("a", 1, { model: Count, ttlSeconds: 1 });
  await store.cache.setValue("a", 1, { ttlSeconds: 1 });
  await store.calls.save({ name: "f", arguments: {} }, { ttlSeconds: 1 });
  await store.results.set("b", 1, { model: Count });
  now += 1000;
  expect([await store.prune(), await store.prune()]).toEqual([3, 0]);
});

test("SQLite prunes all faces at regular intervals", async () => {
  let now = Date.now();
  const url = urlOf("sqlite", join(tempFolder(), "store"));
  const options = { registry, clock: { now: () => now }, durability: "process", pruneIntervalSeconds: 0.02 } as const;
  await using store = await openStore(url, options);
  await store.results.set("a", 1, { model: Count, ttlSeconds: 1 });
  await store.cache.setValue("a", 1, { ttlSeconds: 1 });
  now += 1000;
  await expect.poll(async () => (await store.cache.stats()).entries).toBe(0);
  await expect.poll(() => collectExpired(store)).toEqual([]);
});

test.for(["files", "sqlite", "memory"])(
  "%s: faces are those that hold records, and telling makes nothing",
  async (medium) => {
    const path = join(tempFolder(), "store");
    const url = urlOf(medium, path);
    await using store = await openStore(url, { registry, durability: "process" });
    const bytes = () => (medium === "sqlite" ? statSync(path).size : readdirSync(path, { recursive: true }).length);
    const before = medium === "memory" ? 0 : bytes();
    expect(await store.faces()).toEqual([]);
    if (medium !== "memory") expect(bytes()).toBe(before);
    await store.cache.setValue("a", 1);
    expect(await store.faces()).toEqual(["cache"]);
    await store.calls.save({ name: "f", arguments: { x: 1 } });
    expect(await store.faces()).toEqual(["cache", "values", "calls"]);
    await store.results.set("a", 1, { model: Count });
    expect(await store.faces()).toEqual(["results", "cache", "values", "calls"]);
    await store.close();
    await expectCode(store.faces(), "BACKEND_CLOSED");
  },
);

test("what is no store is refused before anything is opened", async () => {
  const path = join(tempFolder(), "no");
  await expect(openStore("redis://x")).rejects.toThrow(/'redis:' is not supported/);
  await expect(openStore("")).rejects.toThrow(/openStore needs a path/);
  await expect(openStore(path, { maxEntries: 0 })).rejects.toThrow(RangeError);
  await expect(openStore(path, { createIfMissing: false })).rejects.toMatchObject({ code: "STORE_NOT_FOUND" });
  expect(existsSync(path)).toBe(false);
});

async function collectExpired({ results }: Store): Promise<string[]> {
  const expired: string[] = [];
  for await (const page of results.storage.scan("results", { expired: true })) expired.push(...page);
  return expired;
}
