import { FileCalls } from "@results-manager/backend-fs";
import { type CallStorage, CallsFace, MemoryCalls } from "@results-manager/core";
import { connected } from "./connected.ts";
import type { OpenOptions } from "./open-options.ts";
import { placeOf } from "./store-place.ts";

/**
 * Opens the storage of calls that a URL names, as `openResults` opens results; its `values` are a storage of values. It may share one place
 * with results and a cache; none sees the others' records.
 *
 * @throws {TypeError} for a scheme that is not supported.
 * @throws {StoreNotFoundError} `STORE_NOT_FOUND` with `createIfMissing: false`, when there is no store.
 * @throws {StorageError} when the folder cannot be made, or is a file.
 *
 * @example
 * ```ts
 * await using storage = await openCalls("sqlite:./calls.db");
 * const countTokens = memoize(count, { storage, parameters: ["text"] });
 * ```
 */
export async function openCalls(url: string | URL, options: OpenOptions = {}): Promise<CallStorage> {
  const place = placeOf(url, options, "openCalls");
  switch (place.kind) {
    case "files":
      return new FileCalls(place.path, options);
    case "sqlite": {
      // Imported on demand: stores of files need neither Kysely nor a native module.
      const { SqliteCalls } = await import("@results-manager/backend-sqlite");
      return new SqliteCalls(place.path, options);
    }
    case "postgres": {
      // Imported on demand: other stores need no driver of PostgreSQL.
      const { PostgresCalls } = await import("@results-manager/backend-postgres");
      return connected(new PostgresCalls(place.url, options), "calls");
    }
    case "memory":
      return new MemoryCalls(options);
    case "registered":
      return new CallsFace(await place.open());
  }
}
