import { mkdirSync } from "node:fs";
import { join } from "node:path";
import KeyvSqlite from "@keyv/sqlite";
import Keyv from "keyv";
import { type CacheContender, type CacheStore, TTL_SECONDS } from "./cache-contender.ts";

const TTL_MS = TTL_SECONDS * 1000;

/** keyv in memory; it serializes, so that nothing is shared. */
export const keyvMemory: CacheContender = { name: "keyv", role: "peer", open: () => storeOf(new Keyv()) };

/** keyv on its SQLite adapter. */
export const keyvSqlite: CacheContender = {
  name: "keyv",
  role: "peer",
  open: (folder) => {
    mkdirSync(folder, { recursive: true });
    return storeOf(new Keyv({ store: new KeyvSqlite({ uri: `sqlite://${join(folder, "keyv.db")}`, wal: true }) }));
  },
};

function storeOf(cache: Keyv): CacheStore {
  return {
    set: (key, value) => cache.set(key, value, TTL_MS),
    get: (key) => cache.get(key),
    setMany: (pairs) => cache.setMany(pairs.map(([key, value]) => ({ key, value, ttl: TTL_MS }))),
    getMany: (keys) => cache.getMany([...keys]),
    incr: async (key) => cache.set(key, ((await cache.get<number>(key)) ?? 0) + 1, TTL_MS),
    close: () => cache.disconnect(),
  };
}
