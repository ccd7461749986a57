import { join } from "node:path";
import { tempFolder } from "@results-manager/testing";
import { describe, expect, test } from "vitest";
import { CacheManager, ResultsManager, SyncBridgeError } from "../src/index.ts";
import { Count, registry, Slow } from "./support/models.ts";
import { thrownBy } from "./support/thrown-by.ts";

const CORE = import.meta.resolve("@results-manager/core");
const stores = {
  memory: () => new CacheManager("memory:", { registry }),
  files: () => new CacheManager({ baseDir: tempFolder(), registry }),
  SQLite: () => new CacheManager(`sqlite:${join(tempFolder(), "cache.db")}`, { registry }),
};

describe.for(Object.entries(stores))("a blocking cache over %s", ([, open]) => {
  test("a missing value is computed once, and kept", () => {
    using cache = open();
    let calls = 0;
    const compute = (): Map<string, Date> => new Map([["at", new Date(++calls)]]);
    for (const tags of [[], ["red"]]) {
      const key = `key/${tags.length}`;
      const first = cache.getOrCompute(key, compute, { tags });
      expect(cache.getOrCompute(key, compute, { tags })).toEqual(first);
    }
    expect(calls).toBe(2);
    cache.invalidateTag("red");
    expect([cache.exists("key/0"), cache.exists("key/1")]).toEqual([true, false]);
    expect(cache.stats()).toMatchObject({ hits: 2, misses: 2, sets: 2 });
  });

  test("a computation may use the cache, but not ask for itself", () => {
    using cache = open();
    const sum = cache.getOrCompute("sum", () => {
      cache.setValue("part", 1);
      return Number(cache.getOrCompute("other", () => 2)) + cache.incr("part");
    });
    expect(sum).toBe(4);
    const ask = (): unknown => cache.getOrCompute("self", ask);
    expect(thrownBy(ask)).toMatchObject({ code: "COMPUTE_CYCLE" });
    expect(cache.getOrCompute("self", () => 1)).toBe(1);
  });

  test("an error of the computation is the very same, and nothing is stored", () => {
    using cache = open();
    const error = Object.freeze(new Error("no"));
    const fail = (): never => {
      throw error;
    };
    expect(thrownBy(() => cache.getOrCompute("key", fail))).toBe(error);
    expect(cache.exists("key")).toBe(false);
  });
});

test("an asynchronous function or schema is a TypeError that names it", () => {
  using cache = stores.memory();
  cache.setValue("stored", { n: 1 });
  const calls: readonly (() => unknown)[] = [
    () => cache.getOrCompute("key", async () => 1),
    () => cache.getOrCompute("key", Slow, () => ({ n: 1 })),
    () => cache.getValue("stored", { model: Slow }),
  ];
  for (const call of calls) {
    const error = thrownBy(call) as TypeError;
    expect(error).toBeInstanceOf(TypeError);
    expect(error.message).toContain("is asynchronous");
  }
  expect(cache.exists("key")).toBe(false);
});

test("an error has the line of the caller", () => {
  using cache = stores.memory();
  cache.setValue("text", "text");
  for (const call of [
    () => cache.incr("text"),
    () => cache.getValue("text", { model: Count }),
    () => cache.setValue("", 1),
  ]) {
    expect((thrownBy(call) as Error).stack).toContain("cache-manager.test.ts");
  }
});

test("a cache and results share a folder, and a computation of each may use the other", () => {
  const baseDir = tempFolder();
  using cache = new CacheManager(baseDir, { registry });
  using results = new ResultsManager(baseDir, { registry });
  const n = cache.getOrCompute("key", () => results.getOrCompute("key", Count, () => ({ n: 1 })).n);
  expect([n, results.listIds(), [...cache.keys()]]).toEqual([1, ["key"], ["key"]]);
});

test("any cache by a recipe; what is none is refused", () => {
  using cache = new CacheManager({ backend: { module: CORE, export: "MemoryCache", options: { maxEntries: 1 } } });
  cache.multiSetValues([
    ["a", 1],
    ["b", 2],
  ]);
  expect([...cache.keys()]).toHaveLength(1);
  const backend = { module: CORE, export: "MemoryBackend" };
  expect((thrownBy(() => new CacheManager({ backend })) as Error).message).toContain("must create a cache");
  expect(thrownBy(() => new CacheManager(1 as never))).toBeInstanceOf(TypeError);
});

test("a worker that dies takes along a cache in memory; the lease of a computation is not left over", () => {
  const module = new URL("./support/unruly-backend.ts", import.meta.url);
  using bad = new ResultsManager({ backend: { module, export: "UnrulyBackend" }, registry });
  using memory = stores.memory();
  using files = stores.files();
  memory.setValue("a", 1);
  const fails = (): never => bad.get("exit") as never;
  expect(thrownBy(() => files.getOrCompute("a", fails))).toBeInstanceOf(SyncBridgeError);
  expect(thrownBy(() => memory.exists("a"))).toBeInstanceOf(SyncBridgeError);
  expect(memory.exists("a")).toBe(false);
  expect(files.getOrCompute("a", () => 2)).toBe(2);
  let calls = 0;
  const survives = (): number => {
    thrownBy(fails);
    return ++calls;
  };
  expect([files.getOrCompute("b", survives), calls]).toEqual([1, 1]);
});
