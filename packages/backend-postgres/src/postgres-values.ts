import { ValuesFace } from "@results-manager/core";
import type { StorageOptions } from "@results-manager/core/storage";
import type { PgPool } from "./driver/native.ts";
import type { PostgresOptions } from "./driver/postgres-options.ts";
import { PostgresStorage } from "./postgres-storage.ts";

/** Stores values in a PostgreSQL database, each once. The parts of a value are written before it. */
export class PostgresValues extends ValuesFace {
  declare readonly storage: PostgresStorage;

  /** @throws as {@link PostgresStorage}. */
  constructor(source: string | URL | PgPool, options?: PostgresOptions & StorageOptions) {
    super(new PostgresStorage(source, options));
  }
}
