import type { CacheStats } from "./cache-options.ts";

/** Counters of the calls of one instance. */
export type CacheCounters = { -readonly [Count in "hits" | "misses" | "sets" | "evictions"]: CacheStats[Count] };

/** Returns counters at zero. */
export function noCounters(): CacheCounters {
  return { hits: 0, misses: 0, sets: 0, evictions: 0 };
}
