import { CacheFace } from "../cache/cache-face.ts";
import type { CacheBounds } from "../cache/cache-options.ts";
import { CACHE_BOUNDS } from "../cache/option-names.ts";
import { checkOptions, pickOptions } from "../options/check-options.ts";
import { STORAGE_OPTIONS, type StorageOptions } from "../storage/storage-options.ts";
import { MemoryStorage } from "./memory-storage.ts";

/**
 * Cache in the memory of this process. Values are copied. Bounds are exact: the least recently used entries are evicted.
 *
 * @example
 * ```ts
 * await using cache = new MemoryCache({ maxEntries: 10_000 });
 * const page = await cache.getOrCompute("page/1", fetchPage, { ttlSeconds: 60 });
 * ```
 */
export class MemoryCache extends CacheFace {
  /** @throws {RangeError} for bounds that are not whole numbers from 1; {@link TypeError} for bounds that are not numbers. */
  constructor(options: CacheBounds & StorageOptions = {}) {
    checkOptions(options, { ...CACHE_BOUNDS, ...STORAGE_OPTIONS }, "a cache in memory");
    super(new MemoryStorage(pickOptions(options, STORAGE_OPTIONS)), pickOptions(options, CACHE_BOUNDS));
  }
}
