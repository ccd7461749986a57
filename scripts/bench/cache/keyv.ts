import { mkdirSync } from "node:fs";
import { join } from "node:path";
import KeyvSqlite from "@keyv/sqlite";
import Keyv from "keyv";
import { type CacheContender, type CacheStore, TTL_SECONDS } from "./cache-contender.ts";

/** Value of `synchronous`: SQLite waits for the disk with each transaction, or only at checkpoints. */
export type Synchronous = "FULL" | "NORMAL";

const TTL_MS = TTL_SECONDS * 1000;

/** keyv in memory; it serializes, so that no object is shared. */
export const keyvMemory: CacheContender = { name: "keyv", role: "peer", open: () => storeOf(new Keyv()) };

/** keyv on its SQLite adapter. */
export function keyvSqlite(synchronous: Synchronous): CacheContender {
  return {
    name: "keyv",
    role: "peer",
    open: async (folder) => storeOf(new Keyv({ store: await openKeyvSqlite(folder, synchronous) })),
  };
}

/** Opens the adapter with the given `synchronous`, whose default depends on the build of the driver. */
export async function openKeyvSqlite(folder: string, synchronous: Synchronous): Promise<KeyvSqlite> {
  mkdirSync(folder, { recursive: true });
  const store = new KeyvSqlite({ uri: `sqlite://${join(folder, "keyv.db")}`, wal: true });
  await store.query(`PRAGMA synchronous = ${synchronous}`);
  return store;
}

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
