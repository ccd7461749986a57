import { FileCache } from "@results-manager/backend-fs";
import { type AsyncCacheBackend, CacheFace, MemoryCache } from "@results-manager/core";
import { parseBounds, pickOptions, STORAGE_OPTIONS } from "@results-manager/core/internal";
import { connected } from "./connected.ts";
import {
  FILE_OPTIONS,
  OPEN_CACHE_OPTIONS,
  type OpenCacheOptions,
  POSTGRES_OPTIONS,
  SQLITE_OPTIONS,
} from "./open-options.ts";
import { placeOf } from "./store-place.ts";
import { type Unawaited, unawaited } from "./unawaited.ts";

/**
 * Opens the cache that a URL names, as `openResults` opens results. Results and a cache may share one place; neither sees the other's
 * entries.
 *
 * @throws {TypeError} for a scheme that is not supported, a path that seems to be a SQLite database, and an unknown or invalid option;
 * {@link RangeError} for bounds that are not positive integers.
 * @throws {StoreNotFoundError} `STORE_NOT_FOUND` with `createIfMissing: false`, when there is no store.
 * @throws {StorageError} when the folder cannot be made, or is a file.
 *
 * @example
 * ```ts
 * await using cache = await openCache(process.env.CACHE ?? "sqlite:./cache.db", { durability: "process" });
 * ```
 */
export function openCache(url: string | URL, options: OpenCacheOptions = {}): Unawaited<AsyncCacheBackend> {
  return unawaited(open(url, options), "openCache", CacheFace.prototype);
}

async function open(url: string | URL, options: OpenCacheOptions): Promise<AsyncCacheBackend> {
  const place = placeOf(url, options, "openCache", OPEN_CACHE_OPTIONS);
  const bounds = parseBounds(options); // Checked before anything is opened.
  switch (place.kind) {
    case "files":
      return new FileCache(place.path, { ...pickOptions(options, FILE_OPTIONS), ...bounds });
    case "sqlite": {
      // Imported on demand: stores of files need neither Kysely nor a native module.
      const { SqliteCache } = await import("@results-manager/backend-sqlite");
      return new SqliteCache(place.path, { ...pickOptions(options, SQLITE_OPTIONS), ...bounds });
    }
    case "postgres": {
      // Imported on demand: other stores need no driver of PostgreSQL.
      const { PostgresCache } = await import("@results-manager/backend-postgres");
      return connected(new PostgresCache(place.url, { ...pickOptions(options, POSTGRES_OPTIONS), ...bounds }), "cache");
    }
    case "memory":
      return new MemoryCache({ ...pickOptions(options, STORAGE_OPTIONS), ...bounds });
    case "registered":
      return new CacheFace(await place.open(), bounds);
  }
}
