import { MemoryBackend, ResultsFace } from "@results-manager/core";
import { AsyncResultsManager } from "./async-results-manager.ts";
import { connected } from "./connected.ts";
import type { OpenOptions } from "./open-options.ts";
import { placeOf } from "./store-place.ts";

/**
 * Opens the store that a URL names, so that a single setting selects the store.
 *
 * A path or a `file:` URL is a store of files; `sqlite:` with a path is a SQLite database; `postgres:` with host and database is a schema of
 * a PostgreSQL database; `memory:` and `sqlite::memory:` are new, empty stores in memory. `registerScheme` adds further schemes.
 *
 * @throws {TypeError} for a scheme that is not supported.
 * @throws {StoreNotFoundError} `STORE_NOT_FOUND` with `createIfMissing: false`, when there is no store.
 * @throws {StorageError} when the folder cannot be made, or is a file.
 *
 * @example
 * ```ts
 * await using results = await openResults(process.env.RESULTS ?? "./data");
 * ```
 */
export async function openResults(url: string | URL, options: OpenOptions = {}): Promise<AsyncResultsManager> {
  const place = placeOf(url, options, "openResults");
  switch (place.kind) {
    case "files":
      return new AsyncResultsManager({ ...options, baseDir: place.path });
    case "sqlite": {
      // Imported on demand: stores of files need neither Kysely nor a native module.
      const { SqliteBackend } = await import("@results-manager/backend-sqlite");
      return new AsyncResultsManager({ backend: new SqliteBackend(place.path, options) });
    }
    case "postgres": {
      // Imported on demand: other stores need no driver of PostgreSQL.
      const { PostgresBackend } = await import("@results-manager/backend-postgres");
      return new AsyncResultsManager({ backend: await connected(new PostgresBackend(place.url, options), "results") });
    }
    case "memory":
      return new AsyncResultsManager({ backend: new MemoryBackend(options) });
    case "registered":
      return new AsyncResultsManager({ backend: new ResultsFace(await place.open()) });
  }
}
