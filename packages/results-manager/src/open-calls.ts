import { FileCalls } from "@results-manager/backend-fs";
import { type CallStorage, CallsFace, MemoryCalls } from "@results-manager/core";
import { pickOptions, STORAGE_OPTIONS } from "@results-manager/core/internal";
import { connected } from "./connected.ts";
import { FILE_OPTIONS, type OpenOptions, POSTGRES_OPTIONS, SQLITE_OPTIONS } from "./open-options.ts";
import { placeOf } from "./store-place.ts";
import { type Unawaited, unawaited } from "./unawaited.ts";

/**
 * Opens the storage of calls that a URL names, as `openResults` opens results; its `values` are a storage of values. It may share one place
 * with results and a cache; none sees the others' records.
 *
 * @throws {TypeError} for a scheme that is not supported, a path that seems to be a SQLite database, and an unknown or invalid option.
 * @throws {StoreNotFoundError} `STORE_NOT_FOUND` with `createIfMissing: false`, when there is no store.
 * @throws {StorageError} when the folder cannot be made, or is a file.
 *
 * @example
 * ```ts
 * await using storage = await openCalls("sqlite:./calls.db");
 * const countTokens = memoize(count, { storage, parameters: ["text"] });
 * ```
 */
export function openCalls(url: string | URL, options: OpenOptions = {}): Unawaited<CallStorage> {
  return unawaited(open(url, options), "openCalls", CallsFace.prototype, ["values"]);
}

async function open(url: string | URL, options: OpenOptions): Promise<CallStorage> {
  const place = placeOf(url, options, "openCalls");
  switch (place.kind) {
    case "files":
      return new FileCalls(place.path, pickOptions(options, FILE_OPTIONS));
    case "sqlite": {
      // Imported on demand: stores of files need neither Kysely nor a native module.
      const { SqliteCalls } = await import("@results-manager/backend-sqlite");
      return new SqliteCalls(place.path, pickOptions(options, SQLITE_OPTIONS));
    }
    case "postgres": {
      // Imported on demand: other stores need no driver of PostgreSQL.
      const { PostgresCalls } = await import("@results-manager/backend-postgres");
      return connected(new PostgresCalls(place.url, pickOptions(options, POSTGRES_OPTIONS)), "calls");
    }
    case "memory":
      return new MemoryCalls(pickOptions(options, STORAGE_OPTIONS));
    case "registered":
      return new CallsFace(await place.open());
  }
}
