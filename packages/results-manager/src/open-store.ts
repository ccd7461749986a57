import { MemoryBackend, ResultsFace } from "@results-manager/core";
import { parseBounds, pickOptions, STORAGE_OPTIONS } from "@results-manager/core/internal";
import { connected } from "./connected.ts";
import {
  FILE_OPTIONS,
  OPEN_CACHE_OPTIONS,
  type OpenCacheOptions,
  POSTGRES_OPTIONS,
  SQLITE_OPTIONS,
} from "./open-options.ts";
import { Store } from "./store.ts";
import { placeOf } from "./store-place.ts";
import { type Unawaited, unawaited } from "./unawaited.ts";

/**
 * Opens the place that a URL names, as `openResults` does, with all faces: results, a cache, values and calls. It is opened once and closed
 * once; four separate faces of one database would be four connections, which wait for each other.
 *
 * @throws {TypeError} for a scheme that is not supported, a path that seems to be a SQLite database, and an unknown or invalid option;
 * {@link RangeError} for bounds that are not positive integers.
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
export function openStore(url: string | URL, options: OpenCacheOptions = {}): Unawaited<Store> {
  return unawaited(open(url, options), "openStore", Store.prototype, ["results", "cache", "values", "calls"]);
}

async function open(url: string | URL, options: OpenCacheOptions): Promise<Store> {
  const place = placeOf(url, options, "openStore", OPEN_CACHE_OPTIONS);
  const bounds = parseBounds(options); // Checked before anything is opened.
  switch (place.kind) {
    case "files": {
      // Each medium is imported on demand: the command line, which starts for each command, needs one.
      const { FileBackend } = await import("@results-manager/backend-fs");
      return new Store(new FileBackend(place.path, pickOptions(options, FILE_OPTIONS)), bounds);
    }
    case "sqlite": {
      const { SqliteBackend } = await import("@results-manager/backend-sqlite");
      const { pruneIntervalSeconds } = options;
      return new Store(new SqliteBackend(place.path, pickOptions(options, SQLITE_OPTIONS)), {
        ...bounds,
        pruneIntervalSeconds,
      });
    }
    case "postgres": {
      const { PostgresBackend } = await import("@results-manager/backend-postgres");
      const { pruneIntervalSeconds } = options;
      const results = await connected(
        new PostgresBackend(place.url, pickOptions(options, POSTGRES_OPTIONS)),
        "results",
      );
      return new Store(results, { ...bounds, pruneIntervalSeconds });
    }
    case "memory":
      return new Store(new MemoryBackend(pickOptions(options, STORAGE_OPTIONS)), bounds);
    case "registered":
      return new Store(new ResultsFace(await place.open()), bounds);
  }
}
