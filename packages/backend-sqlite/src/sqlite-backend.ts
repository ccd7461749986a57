import { type AsyncResultsBackend, type Constructor, ResultsMixin, type StorageOptions } from "@results-manager/core";
import type { SqliteOptions } from "./sqlite-options.ts";
import { SqliteStorage } from "./sqlite-storage.ts";

const Results: typeof SqliteStorage & Constructor<AsyncResultsBackend> = ResultsMixin(SqliteStorage);

/**
 * Results in a SQLite database, shared by any number of processes: what one turn of the event loop asks for is one transaction, and
 * `update` and the like hold across processes by SQLite's own locks.
 *
 * @example
 * ```ts
 * await using results = new SqliteBackend("./results.db");
 * await Promise.all(items.map((item) => results.set(item.id, item, { model: Item })));
 * ```
 */
export class SqliteBackend extends Results {
  readonly #pruning: NodeJS.Timeout | undefined;

  /** @throws as {@link SqliteStorage}. */
  constructor(path: string, options: SqliteOptions & StorageOptions = {}) {
    super(path, options);
    const { pruneIntervalSeconds } = options;
    if (pruneIntervalSeconds === undefined) return;
    // What fails is tried again next time; expired results are absent in any case.
    const prune = (): Promise<unknown> => this.prune().catch(() => {});
    this.#pruning = setInterval(prune, pruneIntervalSeconds * 1000).unref();
  }

  override close(): Promise<void> {
    clearInterval(this.#pruning);
    return super.close();
  }
}
