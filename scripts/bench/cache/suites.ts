import { benchRecord } from "../records.ts";
import type { CacheSuite } from "./cache-contender.ts";
import { cacheManager, cacheManagerSqlite } from "./cache-manager.ts";
import { keyvMemory, keyvSqlite } from "./keyv.ts";
import { lruCache } from "./lru-cache.ts";
import { boundedMemory, memory, sqlite } from "./ours.ts";

const text = (i: number): unknown => `<article id="${i}">${"lorem ipsum ".repeat(20)}</article>`;
const record = (i: number): unknown => benchRecord(i);

const contenders = [lruCache, memory, boundedMemory(100_000), keyvMemory, cacheManager];
const third = 1 / 3;
const targets = {
  "sequential sets": third,
  "sequential gets": third,
  "batch sets": third,
  "batch gets": third,
  "multi sets": third,
  "multi gets": third,
  "sequential incr": third,
};

/** In memory, texts of 260 characters, which need not be copied. */
export const CACHE_MEMORY: CacheSuite = {
  name: "cache-memory",
  contenders,
  makeValue: text,
  targets,
  sequential: 10_000,
};

/** In memory, records of 1 KB: ours and keyv return copies, the others the stored objects. */
export const CACHE_MEMORY_RECORDS: CacheSuite = {
  name: "cache-memory-records",
  contenders,
  makeValue: record,
  targets: {},
  sequential: 10_000,
};

/** SQLite in WAL mode that does not wait for the disk (`synchronous=NORMAL`). */
export const CACHE_SQLITE: CacheSuite = {
  name: "cache-sqlite",
  contenders: [sqlite("process"), keyvSqlite("NORMAL"), cacheManagerSqlite("NORMAL")],
  makeValue: record,
  targets: {},
  sequential: 2_000,
};

/** SQLite in WAL mode that waits for the disk with every transaction (`synchronous=FULL`). */
export const CACHE_SQLITE_FULL: CacheSuite = {
  name: "cache-sqlite-full",
  contenders: [sqlite("full"), keyvSqlite("FULL"), cacheManagerSqlite("FULL")],
  makeValue: record,
  targets: {},
  sequential: 200,
};
