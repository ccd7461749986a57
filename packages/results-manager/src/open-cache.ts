import { FileCache } from "@results-manager/backend-fs";
import { type AsyncCacheBackend, type CacheBounds, CacheFace, MemoryCache } from "@results-manager/core";
import { parseBounds } from "@results-manager/core/internal";
import { connected } from "./connected.ts";
import type { OpenOptions } from "./open-options.ts";
import { placeOf } from "./store-place.ts";

/** Options for opening a cache. Options that do not apply to the medium are ignored. */
export interface OpenCacheOptions extends OpenOptions, CacheBounds {}

/**
 * Opens the cache that a URL names, as `openResults` opens results. Results and a cache may share one place; neither sees the other's
 * entries.
 *
 * @throws {TypeError} for a scheme that is not supported; {@link RangeError} for bounds that are not positive integers.
 * @throws {StoreNotFoundError} `STORE_NOT_FOUND` with `createIfMissing: false`, when there is no store.
 * @throws {StorageError} when the folder cannot be made, or is a file.
 *
 * @example
 * ```ts
 * await using cache = await openCache(process.env.CACHE ?? "sqlite:./cache.db", { durability: "process" });
 * ```
 */
export async function openCache(url: string | URL, options: OpenCacheOptions = {}): Promise<AsyncCacheBackend> {
  const place = placeOf(url, options, "openCache");
  switch (place.kind) {
    case "files":
      return new FileCache(place.path, options);
    case "sqlite": {
      // Imported on demand: stores of files need neither Kysely nor a native module.
      const { SqliteCache } = await import("@results-manager/backend-sqlite");
      return new SqliteCache(place.path, options);
    }
    case "postgres": {
      // Imported on demand: other stores need no driver of PostgreSQL.
      const { PostgresCache } = await import("@results-manager/backend-postgres");
      return connected(new PostgresCache(place.url, options), "cache");
    }
    case "memory":
      return new MemoryCache(options);
    case "registered": {
      const bounds = parseBounds(options); // Checked before anything is opened.
      return new CacheFace(await place.open(), bounds);
    }
  }
}
