import { join } from "node:path";
import { type CacheBounds, CacheFace, ModelRegistry } from "@results-manager/core";
import { PerKeyLockMixin, type StorageOptions } from "@results-manager/core/storage";
import { collect, describeCache, inNewFolder, type Lacks, tempFolder } from "@results-manager/testing";
import { number } from "valibot";
import { expect, test } from "vitest";
import { SqliteBackend, SqliteCache, type SqliteOptions, SqliteStorage } from "../src/index.ts";
import { openRaw } from "./open-raw.ts";

type Options = SqliteOptions & CacheBounds & StorageOptions;

const LockedStorage = PerKeyLockMixin(SqliteStorage);

class Locked extends CacheFace {
  constructor(path: string, { maxEntries, maxBytes, ...options }: Options) {
    super(new LockedStorage(path, options), { maxEntries, maxBytes });
  }
}

type Stack = readonly [
  name: string,
  Cache: new (path: string, options: Options) => CacheFace,
  options: SqliteOptions,
  lacks?: Lacks,
];
const ALWAYS: readonly Stack[] = [["SqliteCache, full", SqliteCache, { durability: "full" }]];
/** Run by `pnpm test:all`. */
const SELDOM: readonly Stack[] = [
  ["SqliteCache, process", SqliteCache, { durability: "process" }],
  ["Cache over PerKeyLock over SQLite", Locked, { durability: "process" }, { responsiveness: "it takes locks" }],
];

for (const [name, Cache, options, lacks = {}] of process.env.TEST_ALL ? [...ALWAYS, ...SELDOM] : ALWAYS) {
  describeCache({
    name,
    lacks,
    properties: { runs: 20 },
    open: async (context) => {
      const store = inNewFolder((folder) => new Cache(join(folder, "cache.db"), { ...context, ...options }));
      return {
        ...store,
        cache: store.open(),
        corrupt: async (key) => {
          const raw = openRaw(join(store.folder, "cache.db"));
          raw.prepare("update results_manager_cache set data = '{\"torn' where id = ?").run(key);
          raw.close();
        },
      };
    },
  });
}

test("a cache and results in one database never see each other, and share no lease", async () => {
  const path = join(tempFolder(), "both.db");
  const registry = new ModelRegistry();
  const Count = registry.register("Count", number());
  await using cache = new SqliteCache(path, { registry });
  await using results = new SqliteBackend(path, { registry });
  await cache.multiSetValues([
    ["a", 1],
    ["b", 2],
  ]);
  await results.set("a", 10, { model: Count });
  expect([await results.listIds(), await collect(cache.keys())]).toEqual([["a"], ["a", "b"]]);
  const nested = () => cache.getOrCompute("both", () => 1);
  expect(await results.getOrCompute("both", Count, nested)).toBe(1);
  expect(await results.clear()).toBe(2);
  expect(await cache.clear()).toBe(3);
});

test("a read transaction of others does not hold up a cache, and what a failed batch wrote is undone", async () => {
  const path = join(tempFolder(), "cache.db");
  await using cache = new SqliteCache(path, { durability: "process" });
  await cache.setValue("key/0", "before");
  const raw = openRaw(path);
  raw.exec(
    "create trigger refuse before insert on results_manager_cache when new.id = 'key/150' begin select raise(abort, 'no'); end",
  );
  raw.close();
  const pairs = Array.from({ length: 200 }, (_, i) => [`key/${i}`, i] as const);
  await expect(cache.multiSetValues(pairs)).rejects.toMatchObject({ code: "STORAGE_FAILED" });
  expect(await collect(cache.keys())).toEqual(["key/0"]);
  expect(await cache.getValue("key/0")).toBe("before");
  await cache.multiSetValues(pairs.slice(0, 150));
  expect((await cache.stats()).entries).toBe(150);

  // Of calls that share a transaction, too.
  const calls = [pairs.slice(0, 2), pairs.slice(149, 152), [["other", 1]] as const];
  const outcomes = await Promise.allSettled(calls.map((call) => cache.multiSetValues(call)));
  expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  const [refused] = await Promise.allSettled([cache.multiSetValues([["key/149", "new"], ...pairs.slice(150, 151)])]);
  expect(refused?.status).toBe("rejected");
  expect(await cache.multiGetValues(["key/149", "key/150", "key/151", "other"])).toEqual([
    149,
    undefined,
    undefined,
    1,
  ]);
});

test("bytes that somebody has put in the place of a value are CORRUPT_RECORD, and the message says what to do", async () => {
  const path = join(tempFolder(), "cache.db");
  await using cache = new SqliteCache(path, { durability: "process" });
  await cache.setValue("key", 1);
  const raw = openRaw(path);
  raw.exec("update results_manager_cache set data = x'01'");
  raw.close();
  const corrupt = { code: "CORRUPT_RECORD", message: expect.stringMatching(/Set it again, or delete it\.$/) };
  await expect(cache.getValue("key")).rejects.toMatchObject(corrupt);
  await expect(cache.multiGetValues(["key"])).rejects.toMatchObject(corrupt);
  await expect(cache.getOrCompute("key", () => 2)).rejects.toMatchObject(corrupt);
});
