import { type CacheBounds, CacheFace } from "@results-manager/core";
import { CACHE_BOUNDS, checkOptions, PruneTimer, parseBounds, pickOptions } from "@results-manager/core/internal";
import type { StorageOptions } from "@results-manager/core/storage";
import type { PgPool } from "./driver/native.ts";
import { POSTGRES_OPTIONS, type PostgresOptions } from "./driver/postgres-options.ts";
import { PostgresStorage } from "./postgres-storage.ts";

/**
 * Stores values in tables of a PostgreSQL database, which may also hold results, shared by any number of processes and machines.
 * `multiSetValues` writes all entries or none.
 *
 * @example
 * ```ts
 * await using cache = new PostgresCache("postgres://lab@db.example/lab", { durability: "process" });
 * const visits = await cache.incr("visits");
 * ```
 */
export class PostgresCache extends CacheFace {
  declare readonly storage: PostgresStorage;
  readonly #pruning: PruneTimer;

  /** @throws as {@link PostgresStorage}; {@link RangeError} for bounds that are not positive integers. */
  constructor(source: string | URL | PgPool, options: PostgresOptions & CacheBounds & StorageOptions = {}) {
    checkOptions(options, { ...POSTGRES_OPTIONS, ...CACHE_BOUNDS }, "a PostgreSQL cache");
    const bounds = parseBounds(options); // Checked before anything is opened.
    super(new PostgresStorage(source, pickOptions(options, POSTGRES_OPTIONS)), bounds);
    this.#pruning = new PruneTimer(this, options.pruneIntervalSeconds);
  }

  override close(): Promise<void> {
    this.#pruning.stop();
    return super.close();
  }
}
