import type { CacheStats } from "./async-cache-backend.ts";

/** What came of the calls of one instance so far. */
export type CacheCounters = { -readonly [Count in "hits" | "misses" | "sets" | "evictions"]: CacheStats[Count] };

/** As it is at first. */
export function noCounters(): CacheCounters {
  return { hits: 0, misses: 0, sets: 0, evictions: 0 };
}
