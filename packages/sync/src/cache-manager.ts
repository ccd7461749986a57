import type { CacheBounds } from "@results-manager/core";
import type { CacheProtocol } from "./protocol/cache-protocol.ts";
import type { BackendRecipe } from "./recipe/backend-recipe.ts";
import { type FileStoreDescription, openRequest, type StoreDescription } from "./recipe/open-request.ts";
import type { BlockingCache } from "./store/blocking-cache.ts";
import {
  describedStore,
  OPEN_CACHE_OPTIONS,
  type OpenStoreOptions,
  type ResultsManagerOptions,
} from "./store/manager-options.ts";
import { StoreCache } from "./store/store-cache.ts";
import { StoreConnection } from "./store/store-connection.ts";

// The overloads of the face infer types from the model; the class implements them for any model, which its own signatures cannot express.
const Cache = StoreCache as unknown as new (...args: ConstructorParameters<typeof StoreCache>) => BlockingCache;

/**
 * Blocking version of a cache: the methods of `AsyncCacheBackend` with plain values instead of promises.
 *
 * The cache is open in another thread, and this thread waits, as with `ResultsManager`. A cache and results may share one place.
 *
 * @example
 * ```js
 * const { CacheManager } = require("@results-manager/sync");
 * const cache = new CacheManager("./data", { maxEntries: 10_000 });
 * const page = cache.getOrCompute("page/1", () => render(1), { ttlSeconds: 60 });
 * ```
 */
export class CacheManager extends Cache {
  /**
   * Opens a cache: the path of a folder, a URL as `openCache` takes it, a folder with options, or any cache by a recipe.
   *
   * @throws {TypeError} for an invalid description of a store; {@link RangeError} for a `timeoutMs` or bounds out of range.
   * @throws errors of opening the store: `STORE_NOT_FOUND`, `STORAGE_FAILED`.
   */
  constructor(store: string | URL, options?: OpenStoreOptions & CacheBounds);
  constructor(store: FileStoreDescription & ResultsManagerOptions & CacheBounds);
  constructor(store: { readonly backend: BackendRecipe } & ResultsManagerOptions);
  constructor(store: StoreDescription);
  constructor(store: StoreDescription, options?: OpenStoreOptions & CacheBounds) {
    const { description, clock, timeoutMs, rest } = describedStore(store, options, OPEN_CACHE_OPTIONS);
    const request = openRequest("cache", description, rest);
    super(new StoreConnection<CacheProtocol>({ request, clock, timeoutMs }), clock);
  }
}
