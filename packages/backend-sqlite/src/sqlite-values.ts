import { ValuesFace } from "@results-manager/core";
import type { StorageOptions } from "@results-manager/core/storage";
import type { SqliteOptions } from "./driver/sqlite-options.ts";
import { SqliteStorage } from "./sqlite-storage.ts";

/** Stores values in a SQLite database, each once. A value and its parts are written in one transaction. */
export class SqliteValues extends ValuesFace {
  declare readonly storage: SqliteStorage;

  /** @throws as {@link SqliteStorage}. */
  constructor(path: string | URL, options?: SqliteOptions & StorageOptions) {
    super(new SqliteStorage(path, options));
  }
}
