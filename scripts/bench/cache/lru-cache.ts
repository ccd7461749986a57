import { LRUCache } from "lru-cache";
import { type CacheContender, TTL_SECONDS } from "./cache-contender.ts";

/** lru-cache: synchronous, and returns the stored objects, not copies. */
export const lruCache: CacheContender = {
  name: "lru-cache",
  role: "raw",
  open: () => {
    const cache = new LRUCache<string, NonNullable<unknown>>({ max: 1_000_000, ttl: TTL_SECONDS * 1000 });
    return {
      set: (key, value) => cache.set(key, value as NonNullable<unknown>),
      get: (key) => cache.get(key),
      setMany: (pairs) => {
        for (const [key, value] of pairs) cache.set(key, value as NonNullable<unknown>);
      },
      getMany: (keys) => keys.map((key) => cache.get(key)),
      incr: (key) => cache.set(key, ((cache.get(key) as number | undefined) ?? 0) + 1),
      close: () => cache.clear(),
    };
  },
};
