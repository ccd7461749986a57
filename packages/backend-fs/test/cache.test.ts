import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type CacheBounds, CacheFace, ModelRegistry } from "@results-manager/core";
import { PerKeyLockMixin, type StorageOptions } from "@results-manager/core/storage";
import {
  collect,
  describeCache,
  featuresOfTestFolder,
  inNewFolder,
  type Lacks,
  tempFolder,
} from "@results-manager/testing";
import { number } from "valibot";
import { expect, test } from "vitest";
import {
  CrossProcessLockMixin,
  type Durability,
  FileBackend,
  FileCache,
  type FileOptions,
  FileStorage,
} from "../src/index.ts";
import { idOfKey, keyOfId } from "../src/naming/key-encoding.ts";

const TEST_FOLDER = featuresOfTestFolder();

type Options = FileOptions & CacheBounds & StorageOptions;

const LockedStorage = PerKeyLockMixin(CrossProcessLockMixin(FileStorage));

class Locked extends CacheFace {
  constructor(folder: string, { maxEntries, maxBytes, ...options }: Options) {
    super(new LockedStorage(folder, options), { maxEntries, maxBytes });
  }
}

type Stack = readonly [
  name: string,
  Cache: new (folder: string, options: Options) => CacheFace,
  durability: Durability,
  lacks?: Lacks,
];
const ALWAYS: readonly Stack[] = [["FileCache, full", FileCache, "full"]];
/** Run by `pnpm test:all`. */
const SELDOM: readonly Stack[] = [
  ["FileCache, process", FileCache, "process"],
  ["Cache over PerKeyLock over CrossProcessLock over files", Locked, "process", { responsiveness: "it takes locks" }],
];

for (const [name, Cache, durability, lacks = {}] of process.env.TEST_ALL ? [...ALWAYS, ...SELDOM] : ALWAYS) {
  describeCache({
    name,
    lacks,
    properties: { runs: 15 },
    open: async (context) => {
      const store = inNewFolder((folder) => new Cache(folder, { ...context, durability }));
      const cache = store.open();
      const corrupt = async (key: string) =>
        writeFileSync(cache.storage.locate("cache", key), '{"model_type": "", "namesp');
      return { ...store, cache, corrupt };
    },
  });
}

test("a cache and results in one folder never see each other, and share no lease", async () => {
  const folder = tempFolder();
  const registry = new ModelRegistry();
  const Count = registry.register("Count", number());
  await using cache = new FileCache(folder, { registry });
  await using results = new FileBackend(folder, { registry });
  await cache.multiSetValues([
    ["a", 1],
    ["leases", 2],
    ["x", 3],
  ]);
  await results.set("a", 10, { model: Count });
  expect([await results.listIds(), await collect(cache.keys())]).toEqual([["a"], ["a", "leases", "x"]]);
  // The same name, one within the other: each face has leases of its own.
  const nested = () => cache.getOrCompute("both", () => 1);
  expect(await results.getOrCompute("both", Count, nested)).toBe(1);
  expect(await results.clear()).toBe(2);
  expect(await collect(cache.keys())).toEqual(["a", "both", "leases", "x"]);
  await results.set("a", 11, { model: Count });
  expect(await cache.clear()).toBe(4);
  expect(await results.getMany(["a"], Count)).toEqual([11]);
});

test("keys are files in the reserved folder, with names that a person can read", async () => {
  const folder = tempFolder();
  await using cache = new FileCache(folder, { durability: "process" });
  await cache.setValue("https://example.com/a.html", 1);
  expect(readdirSync(folder)).toEqual([".results-manager"]);
  expect(readdirSync(join(folder, ".results-manager", "cache"))).toEqual([
    ".no-expiry",
    TEST_FOLDER.heedsCase
      ? "https:!2f!2fexample!2ecom!2fa!2ehtml.record"
      : "https%3a!2f!2fexample!2ecom!2fa!2ehtml.record",
  ]);
});

test("a name that stands for no key is somebody else's file", async () => {
  const folder = tempFolder();
  await using cache = new FileCache(folder, { durability: "process" });
  await cache.setValue("a", 1);
  for (const name of ["!41.record", "a.b.record", "!zz.record"])
    writeFileSync(join(folder, ".results-manager", "cache", name), "{}");
  expect(await collect(cache.keys())).toEqual(["a"]);
  expect(await cache.clear()).toBe(1);
});

test("every key has one id, of segments that fit, and no other id stands for it", () => {
  for (const key of [
    "a",
    "/",
    "a/b",
    "x".repeat(1000),
    "é".repeat(500),
    "\u{1f600}".repeat(250),
    "!".repeat(1000),
    "\u0000",
  ]) {
    const id = idOfKey(key);
    expect(keyOfId(id)).toBe(key);
    for (const segment of id.split("/")) {
      expect(segment).not.toBe("");
      expect(Buffer.byteLength(segment)).toBeLessThanOrEqual(200);
    }
  }
  for (const id of ["!41", "a/b", "!", "!2", "!2F"]) expect(keyOfId(id)).toBeUndefined();
});

test("an entry that somebody has damaged is absent where its tags say nothing", async () => {
  const folder = tempFolder();
  await using cache = new FileCache(folder, { durability: "process" });
  await cache.setValue("key", 1, { tags: ["tag"] });
  const file = cache.storage.locate("cache", "key");
  const whole = readFileSync(file, "utf8");
  for (const data of ["null", "1", "{}", '{ "tags": [] }', '{ "value": 1 }', '{ "value": 1, "tags": [[""]] }']) {
    writeFileSync(file, whole.replace(/"data": \{.*\n \},/s, `"data": ${data},`));
    expect([await cache.getValue("key"), await cache.exists("key")], data).toEqual([undefined, false]);
  }
  expect(await cache.getOrCompute("key", () => 2)).toBe(2);
});
