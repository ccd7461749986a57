import { existsSync } from "node:fs";
import { join } from "node:path";
import { tempFolder } from "@results-manager/testing";
import { expect, test } from "vitest";
import { FileCache, MemoryCache, openCache, openResults } from "../src/index.ts";

test("a path is a folder of files, beside results", async () => {
  const folder = join(tempFolder(), "data");
  await using cache = await openCache(folder, { durability: "process", maxEntries: 10 });
  expect(cache).toBeInstanceOf(FileCache);
  await cache.setValue("a", 1);
  await using results = await openResults(folder);
  expect(await results.listIds()).toEqual([]);
});

test("sqlite: is a database, with the options of SQLite", async () => {
  const path = join(tempFolder(), "cache.db");
  await using cache = await openCache(`sqlite:${path}`, { durability: "process", pruneIntervalSeconds: 60 });
  await cache.setValue("a", 1);
  expect(existsSync(path)).toBe(true);
  await using again = await openCache(`sqlite:${path}`, { createIfMissing: false });
  expect(await again.getValue("a")).toBe(1);
});

test("memory: is a new cache each time", async () => {
  await using first = await openCache("memory:", { maxEntries: 1 });
  await using second = await openCache("memory:");
  expect(first).toBeInstanceOf(MemoryCache);
  await first.setValue("a", 1);
  await first.setValue("b", 2);
  expect(await first.multiGetValues(["a", "b"])).toEqual([undefined, 2]);
  expect(await second.exists("b")).toBe(false);
});

test("what is no cache is refused", async () => {
  await expect(openCache("redis://x")).rejects.toThrow(/'redis:' is not supported/);
  await expect(openCache("")).rejects.toThrow(/openCache needs a path/);
  await expect(openCache("memory:", { maxEntries: 0 })).rejects.toThrow(RangeError);
  await expect(openCache("memory:", { maxBytes: "1" as unknown as number })).rejects.toThrow(TypeError);
  await expect(openCache(join(tempFolder(), "no"), { createIfMissing: false })).rejects.toMatchObject({
    code: "STORE_NOT_FOUND",
  });
});
