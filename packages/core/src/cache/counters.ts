import type { CacheStats } from "./async-cache-backend.ts";

/** What came of the calls of one instance so far. */
export type CacheCounts = { -readonly [Count in "hits" | "misses" | "sets" | "evictions"]: CacheStats[Count] };

/** As it is at first. */
export function noCounts(): CacheCounts {
  return { hits: 0, misses: 0, sets: 0, evictions: 0 };
}
