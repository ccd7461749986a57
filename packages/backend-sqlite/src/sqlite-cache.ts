import { type CacheBounds, CacheFace } from "@results-manager/core";
import { CACHE_BOUNDS, checkOptions, PruneTimer, parseBounds, pickOptions } from "@results-manager/core/internal";
import type { StorageOptions } from "@results-manager/core/storage";
import { SQLITE_OPTIONS, type SqliteOptions } from "./driver/sqlite-options.ts";
import { SqliteStorage } from "./sqlite-storage.ts";

/**
 * Stores values in tables of a SQLite database, which may also hold results, shared by any number of processes. `multiSetValues` writes all
 * entries or none.
 *
 * @example
 * ```ts
 * await using cache = new SqliteCache("./cache.db", { durability: "process", maxEntries: 100_000 });
 * const visits = await cache.incr("visits");
 * ```
 */
export class SqliteCache extends CacheFace {
  declare readonly storage: SqliteStorage;
  readonly #pruning: PruneTimer;

  /** @throws as {@link SqliteStorage}; {@link RangeError} for bounds that are not positive integers. */
  constructor(path: string | URL, options: SqliteOptions & CacheBounds & StorageOptions = {}) {
    checkOptions(options, { ...SQLITE_OPTIONS, ...CACHE_BOUNDS }, "a SQLite cache");
    const bounds = parseBounds(options); // Checked before anything is opened.
    super(new SqliteStorage(path, pickOptions(options, SQLITE_OPTIONS)), bounds);
    this.#pruning = new PruneTimer(this, options.pruneIntervalSeconds);
  }

  override close(): Promise<void> {
    this.#pruning.stop();
    return super.close();
  }
}
