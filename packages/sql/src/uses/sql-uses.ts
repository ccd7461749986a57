import { isoTime } from "@results-manager/core/internal";
import type { Awaitable, RecordUsage } from "@results-manager/core/storage";
import type { SqlSession } from "../batch/sql-session.ts";
import type { SqlConnection } from "../connection/sql-connection.ts";
import { PAGE } from "../queries/page.ts";
import type { UseQueries } from "../queries/use-queries.ts";
import { toUse, type UseRow } from "../rows/use-row.ts";

/** Times of last use of cache entries. */
export class SqlUses {
  readonly #session: SqlSession;
  readonly #queries: UseQueries;

  constructor(session: SqlSession, queries: UseQueries) {
    this.#session = session;
    this.#queries = queries;
  }

  /** Records that entries were used at `now`. */
  note(keys: readonly string[], now: number): Awaitable<void> {
    const { connection } = this.#session;
    const usedAt = isoTime(now);
    return this.#session.run("cache", "write", keys, () => this.#noteFrom(connection, keys, usedAt), now);
  }

  #noteFrom(connection: SqlConnection, keys: readonly string[], usedAt: string): Awaitable<void> {
    for (const [i, key] of keys.entries()) {
      const noted = connection.run(this.#queries.noteUse, [usedAt, key]);
      if (noted instanceof Promise) return noted.then(() => this.#noteFrom(connection, keys.slice(i + 1), usedAt));
    }
  }

  /** Yields size and time of last use of every entry, in pages. */
  async *list(): AsyncGenerator<readonly RecordUsage[], void, undefined> {
    const { connection } = this.#session;
    for (let last = ""; ; ) {
      const read = () => connection.run(this.#queries.listUses, [last]);
      const rows = await this.#session.run("cache", "read", [last], read, 0);
      const page = (rows as readonly UseRow[]).map(toUse);
      if (page.length > 0) yield page;
      if (page.length < PAGE) return;
      last = page.at(-1)?.key ?? last;
    }
  }
}
