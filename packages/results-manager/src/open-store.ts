import { FileBackend } from "@results-manager/backend-fs";
import { MemoryBackend, ResultsFace } from "@results-manager/core";
import { parseBounds } from "@results-manager/core/internal";
import { connected } from "./connected.ts";
import type { OpenCacheOptions } from "./open-cache.ts";
import { Store } from "./store.ts";
import { placeOf } from "./store-place.ts";

/**
 * Opens the place that a URL names, as `openResults` does, with all faces: results, a cache, values and calls. It is opened once and closed
 * once; four separate faces of one database would be four connections, which wait for each other.
 *
 * @throws {TypeError} for a scheme that is not supported; {@link RangeError} for bounds that are not positive integers.
 * @throws {StoreNotFoundError} `STORE_NOT_FOUND` with `createIfMissing: false`, when there is no store.
 * @throws {StorageError} when the folder cannot be made, or is a file.
 *
 * @example
 * ```ts
 * await using store = await openStore("sqlite:./lab.db", { maxEntries: 100_000 });
 * const embed = memoize(embedText, { storage: store.calls, parameters: ["text"] });
 * await store.results.set("runs/7/loss", { value: 0.3 }, { model: Loss });
 * ```
 */
export async function openStore(url: string | URL, options: OpenCacheOptions = {}): Promise<Store> {
  const place = placeOf(url, options, "openStore");
  const bounds = parseBounds(options); // Checked before anything is opened.
  switch (place.kind) {
    case "files":
      return new Store(new FileBackend(place.path, options), bounds);
    case "sqlite": {
      // Imported on demand: stores of files need neither Kysely nor a native module.
      const { SqliteBackend } = await import("@results-manager/backend-sqlite");
      const { pruneIntervalSeconds } = options;
      return new Store(new SqliteBackend(place.path, options), { ...bounds, pruneIntervalSeconds });
    }
    case "postgres": {
      // Imported on demand: other stores need no driver of PostgreSQL.
      const { PostgresBackend } = await import("@results-manager/backend-postgres");
      const { pruneIntervalSeconds } = options;
      const results = await connected(new PostgresBackend(place.url, options), "results");
      return new Store(results, { ...bounds, pruneIntervalSeconds });
    }
    case "memory":
      return new Store(new MemoryBackend(options), bounds);
    case "registered":
      return new Store(new ResultsFace(await place.open()), bounds);
  }
}
