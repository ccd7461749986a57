import { CallsFace } from "@results-manager/core";
import type { StorageOptions } from "@results-manager/core/storage";
import type { PgPool } from "./driver/native.ts";
import type { PostgresOptions } from "./driver/postgres-options.ts";
import { PostgresStorage } from "./postgres-storage.ts";

/**
 * Stores calls and their values in a PostgreSQL database. Values are written before the calls that refer to them; queries are SQL.
 *
 * @example
 * ```ts
 * await using storage = new PostgresCalls("postgres://lab@db.example/lab");
 * const countTokens = memoize(count, { storage, parameters: ["text"] });
 * ```
 */
export class PostgresCalls extends CallsFace {
  declare readonly storage: PostgresStorage;

  /** @throws as {@link PostgresStorage}. */
  constructor(source: string | URL | PgPool, options?: PostgresOptions & StorageOptions) {
    super(new PostgresStorage(source, options));
  }
}
