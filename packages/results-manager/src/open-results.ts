import { MemoryBackend, ResultsFace } from "@results-manager/core";
import { pickOptions, STORAGE_OPTIONS } from "@results-manager/core/internal";
import { AsyncResultsManager } from "./async-results-manager.ts";
import { connected } from "./connected.ts";
import { FILE_OPTIONS, type OpenOptions, POSTGRES_OPTIONS, SQLITE_OPTIONS } from "./open-options.ts";
import { placeOf } from "./store-place.ts";
import { type Unawaited, unawaited } from "./unawaited.ts";

/**
 * Opens the store that a URL names, so that a single setting selects the store.
 *
 * A path or a `file:` URL is a store of files; `sqlite:` with a path is a SQLite database; `postgres:` with host and database is a schema of
 * a PostgreSQL database; `memory:` and `sqlite::memory:` are new, empty stores in memory. `registerScheme` adds further schemes.
 *
 * The returned promise must be awaited, also in `await using results = await openResults(…)`.
 *
 * @throws {TypeError} for a scheme that is not supported, a path that seems to be a SQLite database, and an unknown or invalid option.
 * @throws {StoreNotFoundError} `STORE_NOT_FOUND` with `createIfMissing: false`, when there is no store.
 * @throws {StorageError} when the folder cannot be made, or is a file.
 *
 * @example
 * ```ts
 * await using results = await openResults(process.env.RESULTS ?? "./data");
 * ```
 */
export function openResults(url: string | URL, options: OpenOptions = {}): Unawaited<AsyncResultsManager> {
  return unawaited(open(url, options), "openResults", AsyncResultsManager.prototype, ["backend"]);
}

async function open(url: string | URL, options: OpenOptions): Promise<AsyncResultsManager> {
  const place = placeOf(url, options, "openResults");
  switch (place.kind) {
    case "files":
      return new AsyncResultsManager({ ...pickOptions(options, FILE_OPTIONS), baseDir: place.path });
    case "sqlite": {
      // Imported on demand: stores of files need neither Kysely nor a native module.
      const { SqliteBackend } = await import("@results-manager/backend-sqlite");
      return new AsyncResultsManager({ backend: new SqliteBackend(place.path, pickOptions(options, SQLITE_OPTIONS)) });
    }
    case "postgres": {
      // Imported on demand: other stores need no driver of PostgreSQL.
      const { PostgresBackend } = await import("@results-manager/backend-postgres");
      return new AsyncResultsManager({
        backend: await connected(new PostgresBackend(place.url, pickOptions(options, POSTGRES_OPTIONS)), "results"),
      });
    }
    case "memory":
      return new AsyncResultsManager({ backend: new MemoryBackend(pickOptions(options, STORAGE_OPTIONS)) });
    case "registered":
      return new AsyncResultsManager({ backend: new ResultsFace(await place.open()) });
  }
}
