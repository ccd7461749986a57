import { createCache } from "cache-manager";
import { type CacheContender, TTL_SECONDS } from "./cache-contender.ts";

const TTL_MS = TTL_SECONDS * 1000;

/** cache-manager on its default store, in memory: it hands out what it was given, not copies. */
export const cacheManager: CacheContender = {
  name: "cache-manager",
  role: "peer",
  open: () => {
    const cache = createCache({ ttl: TTL_MS });
    return {
      set: (key, value) => cache.set(key, value, TTL_MS),
      get: (key) => cache.get(key),
      setMany: (pairs) => cache.mset(pairs.map(([key, value]) => ({ key, value, ttl: TTL_MS }))),
      getMany: (keys) => cache.mget([...keys]),
      incr: async (key) => cache.set(key, ((await cache.get<number>(key)) ?? 0) + 1, TTL_MS),
      close: () => cache.disconnect(),
    };
  },
};
