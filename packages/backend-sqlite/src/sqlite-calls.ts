import { CallsFace } from "@results-manager/core";
import type { StorageOptions } from "@results-manager/core/storage";
import type { SqliteOptions } from "./driver/sqlite-options.ts";
import { SqliteStorage } from "./sqlite-storage.ts";

/**
 * Stores calls and their values in a SQLite database. A call is written with its values in one transaction; queries are SQL.
 *
 * @example
 * ```ts
 * await using storage = new SqliteCalls("./calls.db");
 * const countTokens = memoize(count, { storage, parameters: ["text"] });
 * ```
 */
export class SqliteCalls extends CallsFace {
  declare readonly storage: SqliteStorage;

  /** @throws as {@link SqliteStorage}. */
  constructor(path: string | URL, options?: SqliteOptions & StorageOptions) {
    super(new SqliteStorage(path, options));
  }
}
