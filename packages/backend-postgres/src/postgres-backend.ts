import { ResultsFace } from "@results-manager/core";
import { PruneTimer } from "@results-manager/core/internal";
import type { StorageOptions } from "@results-manager/core/storage";
import type { PgPool } from "./driver/native.ts";
import type { PostgresOptions } from "./driver/postgres-options.ts";
import { PostgresStorage } from "./postgres-storage.ts";

/**
 * Stores results in a PostgreSQL database, shared by any number of processes and machines. Operations of one turn of the event loop share
 * statements.
 *
 * @example
 * ```ts
 * await using results = new PostgresBackend("postgres://lab@db.example/lab");
 * await Promise.all(items.map((item) => results.set(item.id, item, { model: Item })));
 * ```
 */
export class PostgresBackend extends ResultsFace {
  declare readonly storage: PostgresStorage;
  readonly #pruning: PruneTimer;

  /** @throws as {@link PostgresStorage}. */
  constructor(source: string | URL | PgPool, options: PostgresOptions & StorageOptions = {}) {
    super(new PostgresStorage(source, options));
    this.#pruning = new PruneTimer(this, options.pruneIntervalSeconds);
  }

  override close(): Promise<void> {
    this.#pruning.stop();
    return super.close();
  }
}
