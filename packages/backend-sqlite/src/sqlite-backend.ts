import { ResultsFace } from "@results-manager/core";
import { PruneTimer } from "@results-manager/core/internal";
import type { StorageOptions } from "@results-manager/core/storage";
import type { SqliteOptions } from "./driver/sqlite-options.ts";
import { SqliteStorage } from "./sqlite-storage.ts";

/**
 * Stores results in a SQLite database, shared by any number of processes. Operations of one turn of the event loop share a transaction;
 * `update` and similar operations are atomic across processes by SQLite's own locks.
 *
 * @example
 * ```ts
 * await using results = new SqliteBackend("./results.db");
 * await Promise.all(items.map((item) => results.set(item.id, item, { model: Item })));
 * ```
 */
export class SqliteBackend extends ResultsFace {
  declare readonly storage: SqliteStorage;
  readonly #pruning: PruneTimer;

  /** @throws as {@link SqliteStorage}. */
  constructor(path: string | URL, options: SqliteOptions & StorageOptions = {}) {
    super(new SqliteStorage(path, options));
    this.#pruning = new PruneTimer(this, options.pruneIntervalSeconds);
  }

  override close(): Promise<void> {
    this.#pruning.stop();
    return super.close();
  }
}
