import { type Cache, type CreateCacheOptions, createCache } from "cache-manager";
import Keyv from "keyv";
import { type CacheContender, type CacheStore, TTL_SECONDS } from "./cache-contender.ts";
import { openKeyvSqlite, type Synchronous } from "./keyv.ts";

const TTL_MS = TTL_SECONDS * 1000;

type Store = NonNullable<CreateCacheOptions["stores"]>[number];

/** cache-manager on its default store, in memory: it returns the stored objects, not copies. */
export const cacheManager: CacheContender = {
  name: "cache-manager",
  role: "peer",
  open: () => storeOf(createCache({ ttl: TTL_MS })),
};

/** cache-manager on keyv's SQLite adapter, a common configuration. */
export function cacheManagerSqlite(synchronous: Synchronous): CacheContender {
  return {
    name: "cache-manager",
    role: "peer",
    open: async (folder) => {
      const store = await openKeyvSqlite(folder, synchronous);
      const keyv: unknown = new Keyv({ store });
      return storeOf(createCache({ ttl: TTL_MS, stores: [keyv as Store] })); // Its types refer to another version of keyv.
    },
  };
}

function storeOf(cache: Cache): CacheStore {
  return {
    set: (key, value) => cache.set(key, value, TTL_MS),
    get: (key) => cache.get(key),
    setMany: (pairs) => cache.mset(pairs.map(([key, value]) => ({ key, value, ttl: TTL_MS }))),
    getMany: (keys) => cache.mget([...keys]),
    incr: async (key) => cache.set(key, ((await cache.get<number>(key)) ?? 0) + 1, TTL_MS),
    close: () => cache.disconnect(),
  };
}
