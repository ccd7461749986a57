import { existsSync } from "node:fs";
import { join } from "node:path";
import { SqliteBackend, SqliteCache, SqliteCalls, SqliteStorage, SqliteValues } from "@results-manager/backend-sqlite";
import { MemoryStorage } from "@results-manager/core/storage";
import { tempFolder } from "@results-manager/testing";
import * as v from "valibot";
import { expect, test } from "vitest";
import {
  AsyncResultsManager,
  CacheFace,
  FileBackend,
  FileCache,
  FileCalls,
  FileValues,
  MemoryBackend,
  MemoryCache,
  ModelRegistry,
  openCache,
  openCalls,
  openResults,
  openStore,
  registerModel,
  registerScheme,
  registerType,
  Store,
  VoidBackend,
  VoidCache,
} from "../src/index.ts";

/** Every way to open a store in a folder, with options. */
const OPENERS: Readonly<Record<string, (folder: string, options: object) => unknown>> = {
  "openResults, files": (folder, options) => openResults(folder, options),
  "openResults, SQLite": (folder, options) => openResults(`sqlite:${folder}/x.db`, options),
  "openResults, memory": (_, options) => openResults("memory:", options),
  "openCache, files": (folder, options) => openCache(folder, options),
  "openCache, memory": (_, options) => openCache("memory:", options),
  "openCalls, files": (folder, options) => openCalls(folder, options),
  "openCalls, memory": (_, options) => openCalls("memory:", options),
  "openStore, files": (folder, options) => openStore(folder, options),
  "openStore, memory": (_, options) => openStore("memory:", options),
  "AsyncResultsManager with a path": (folder, options) => new AsyncResultsManager(folder, options),
  "AsyncResultsManager with baseDir": (baseDir, options) => new AsyncResultsManager({ baseDir, ...options }),
  FileBackend: (folder, options) => new FileBackend(folder, options),
  FileCache: (folder, options) => new FileCache(folder, options),
  FileValues: (folder, options) => new FileValues(folder, options),
  FileCalls: (folder, options) => new FileCalls(folder, options),
  SqliteBackend: (folder, options) => new SqliteBackend(join(folder, "x.db"), options),
  SqliteCache: (folder, options) => new SqliteCache(join(folder, "x.db"), options),
  SqliteValues: (folder, options) => new SqliteValues(join(folder, "x.db"), options),
  SqliteCalls: (folder, options) => new SqliteCalls(join(folder, "x.db"), options),
  SqliteStorage: (folder, options) => new SqliteStorage(join(folder, "x.db"), options),
};

test.for(Object.keys(OPENERS))("%s refuses an unknown option and a durability that is none", async (name) => {
  const folder = join(tempFolder(), "new");
  const open = async (options: object): Promise<unknown> => OPENERS[name]?.(folder, options);
  await expect(open({ durabilty: "full" })).rejects.toThrow(/'durabilty'.* Did you mean 'durability'\?/);
  await expect(open({ durability: "fast" })).rejects.toThrow(/durability must be 'full' or 'process', got 'fast'/);
  await expect(open({ durabilty: "full" })).rejects.toThrow(TypeError);
  expect(existsSync(folder)).toBe(false);
});

const SQLITE_ONLY = { busyTimeoutMs: 5, cacheBytes: 4096 };
const READ_ONLY = { readOnly: true };
const DATABASES = { pruneIntervalSeconds: 60 };
const POSTGRES_ONLY = { schema: "s", timeoutMs: 5, maxConnections: 1, prepare: false, partitions: 2 };
const FOREIGN: Readonly<Record<string, readonly [url: (folder: string) => string, medium: string, options: object]>> = {
  files: [(folder) => folder, "a store of files", { ...SQLITE_ONLY, ...DATABASES, ...POSTGRES_ONLY }],
  memory: [() => "memory:", "a store in memory", { ...SQLITE_ONLY, ...READ_ONLY, ...DATABASES, ...POSTGRES_ONLY }],
  SQLite: [(folder) => `sqlite:${folder}/x.db`, "a SQLite store", POSTGRES_ONLY],
  PostgreSQL: [() => "postgres://nobody@localhost:1/none", "a PostgreSQL store", { ...SQLITE_ONLY, ...READ_ONLY }],
  "a registered scheme": [
    () => "foreign+test:",
    "the scheme 'foreign+test:'",
    { ...SQLITE_ONLY, ...READ_ONLY, ...DATABASES },
  ],
};

test.for(Object.keys(FOREIGN))("options of other media are refused by every opener: %s", async (name) => {
  registerScheme("foreign+test:", openNothing, ["schema"]);
  const folder = join(tempFolder(), "new");
  const [url, medium, options] = FOREIGN[name] ?? [() => "", "", {}];
  for (const open of [openResults, openCache, openCalls, openStore]) {
    for (const [option, value] of Object.entries(options)) {
      const opening = async (): Promise<unknown> => open(url(folder), { [option]: value });
      await expect(opening(), option).rejects.toThrow(TypeError);
      await expect(opening()).rejects.toThrow(`${open.name}: ${medium} has no option '${option}', which belongs to`);
    }
  }
  expect(existsSync(folder)).toBe(false);
});

const openNothing = (): MemoryStorage => new MemoryStorage();

const OTHERS: Readonly<Record<string, (options: object) => unknown>> = {
  "maxEntires, maxEntries": (options) => new MemoryCache(options),
  "maxEntry, maxEntries": (options) => new VoidCache(options),
  "maxByte, maxBytes": (options) => new CacheFace(new MemoryStorage(), options),
  "maxBites, maxBytes": (options) => new Store(new MemoryBackend(), options),
  "registri, registry": (options) => new MemoryBackend(options),
  "clocks, clock": (options) => new VoidBackend(options),
  "versoin, version": (options) => registerModel("X", v.string(), options),
  "upgrades, upgrade": (options) => new ModelRegistry().register("X", v.string(), options),
  "register, registry": (options) =>
    registerType("X", { is: () => true, encode: String, decode: String } as never, options),
};

test.for(Object.entries(OTHERS))("%s", ([names, call]) => {
  const [given = "", meant] = names.split(", ");
  expect(() => call({ [given]: 1 })).toThrow(`Did you mean '${meant}'?`);
});

test("options that are undefined are absent, for every opener", async () => {
  const none = { createIfMissing: undefined, durability: undefined, clock: undefined, registry: undefined };
  const sqlite = { ...none, busyTimeoutMs: undefined, readOnly: undefined, pruneIntervalSeconds: undefined };
  const bounds = { maxEntries: undefined, maxBytes: undefined };
  const folder = tempFolder();
  await using results = await openResults(folder, sqlite);
  await using cache = await openCache(`sqlite:${folder}/x.sqlite`, { ...sqlite, ...bounds });
  await using store = await openStore("memory:", { ...sqlite, ...bounds });
  await cache.setValue("a", 1, { ttlSeconds: undefined, tags: undefined });
  expect(await cache.getValue("a", { model: undefined })).toBe(1);
  expect([await results.listIds(), await store.results.listIds()]).toEqual([[], []]);
});

test("a registered scheme may have options of its own, and others are refused", async () => {
  const given: object[] = [];
  const open = (_: string, options: object): MemoryStorage => {
    given.push(options);
    return new MemoryStorage();
  };
  registerScheme("options+test:", open, ["mapSize"]);
  const options = { mapSize: 5, maxEntries: 3 } as object;
  await using _ = await openCache("options+test:x", options);
  expect(given).toEqual([{ mapSize: 5 }]);
  await expect(openCache("options+test:x", { mapsize: 5 } as object)).rejects.toThrow("'mapSize'");
});

test.for(Object.keys(OPENERS))("%s refuses a clock and a registry that are none", async (name) => {
  const folder = join(tempFolder(), "new");
  const open = async (options: object): Promise<unknown> => OPENERS[name]?.(folder, options);
  await expect(open({ clock: Date.now })).rejects.toThrow(/clock must be .* got a function: pass \{ now: … \}/);
  await expect(open({ clock: 5 })).rejects.toThrow(/clock must be .* got 5/);
  await expect(open({ registry: {} })).rejects.toThrow(/registry must be a ModelRegistry, got object/);
  expect(existsSync(folder)).toBe(false);
});

test("classes that take a path refuse the URL of a store", () => {
  for (const make of [FileBackend, FileCache, FileCalls, SqliteBackend, SqliteCache, SqliteStorage]) {
    for (const url of ["sqlite:./x.db", "file:./x", "memory:", "postgres://host/x"]) {
      expect(() => new make(url)).toThrow(/must be a path, got the URL '.*', which openResults\(\)/);
    }
  }
});
