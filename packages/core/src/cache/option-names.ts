import type { OptionNames } from "../options/check-options.ts";
import type { CacheBounds, CacheComputeOptions, CacheGetOptions, CacheSetOptions } from "./cache-options.ts";

export const CACHE_GET_OPTIONS: OptionNames<CacheGetOptions> = { model: true };
export const CACHE_SET_OPTIONS: OptionNames<CacheSetOptions> = { ttlSeconds: true, tags: true };
export const CACHE_COMPUTE_OPTIONS: OptionNames<CacheComputeOptions> = { ...CACHE_SET_OPTIONS, signal: true };
/** Names of the limits of a cache. */
export const CACHE_BOUNDS: OptionNames<CacheBounds> = { maxEntries: true, maxBytes: true };
