import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { SqliteCache } from "@results-manager/backend-sqlite";
import type { Durability } from "@results-manager/core";
import { type AsyncCacheBackend, MemoryCache } from "@results-manager/core";
import { type CacheContender, type CacheStore, TTL_SECONDS } from "./cache-contender.ts";

const TTL = { ttlSeconds: TTL_SECONDS };

/** This library in memory. */
export const memory: CacheContender = { name: "results-manager", role: "ours", open: () => storeOf(new MemoryCache()) };

/** This library in memory with bounds that are never reached: it records the last use of each entry. */
export function boundedMemory(maxEntries: number): CacheContender {
  return { name: "ours, maxEntries", role: "mark", open: () => storeOf(new MemoryCache({ maxEntries })) };
}

/** This library on SQLite. */
export function sqlite(durability: Durability): CacheContender {
  return {
    name: "results-manager",
    role: "ours",
    open: (folder) => {
      mkdirSync(folder, { recursive: true });
      return storeOf(new SqliteCache(join(folder, "cache.db"), { durability }));
    },
  };
}

function storeOf(cache: AsyncCacheBackend): CacheStore {
  return {
    set: (key, value) => cache.setValue(key, value, TTL),
    get: (key) => cache.getValue(key),
    setMany: (pairs) => cache.multiSetValues(pairs, TTL),
    getMany: (keys) => cache.multiGetValues(keys),
    incr: (key) => cache.incr(key),
    close: () => cache.close(),
  };
}
