import type { AsyncCacheBackend, CacheBounds } from "../cache/async-cache-backend.ts";
import { CacheMixin } from "../cache/cache-mixin.ts";
import type { Constructor } from "../storage/constructor.ts";
import type { StorageOptions } from "../storage/medium-hooks.ts";
import { MemoryStorage } from "./memory-storage.ts";

const Cache: typeof MemoryStorage & Constructor<AsyncCacheBackend> = CacheMixin(MemoryStorage);

/**
 * Keeps values in this process's memory, as copies. Where there are bounds, exactly the least recently used go.
 *
 * @example
 * ```ts
 * await using cache = new MemoryCache({ maxEntries: 10_000 });
 * const page = await cache.getOrCompute("page/1", fetchPage, { ttlSeconds: 60 });
 * ```
 */
export class MemoryCache extends Cache {
  /** @throws {RangeError} for bounds that are no whole numbers from 1; {@link TypeError} for what is no number. */
  constructor(options: CacheBounds & StorageOptions = {}) {
    super(options);
  }
}
