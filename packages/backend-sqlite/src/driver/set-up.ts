import { StorageError } from "@results-manager/core";
import type { Part } from "@results-manager/sql";
import type { Connection } from "./connection.ts";
import { existingParts, isUpToDate } from "./layout.ts";
import { limitCache } from "./limit-cache.ts";
import type { ResolvedSqliteOptions } from "./sqlite-options.ts";

/** Number of 4 KiB pages in the log before a checkpoint. A log that wraps is cheaper to sync than one that grows. */
const CHECKPOINT_PAGES = { full: 1_000, process: 4_000 };

/** Sets the pragmas of a connection: once, after the database has been checked. */
export function configure({ database }: Connection, { durability, readOnly, cacheBytes }: ResolvedSqliteOptions): void {
  if (!readOnly) {
    // `auto_vacuum` can be set only while a database has no table.
    if (database.pragma("page_count", { simple: true }) === 0) database.pragma("auto_vacuum = INCREMENTAL");
    database.pragma("journal_mode = WAL");
    database.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES[durability]}`);
  }
  limitCache(database, cacheBytes);
  database.pragma("foreign_keys = ON");
  database.pragma(`synchronous = ${durability === "full" ? "FULL" : "NORMAL"}`);
}

/**
 * Creates or migrates the tables of a part, within the open transaction or a new one. Safe while other processes do the same: the first one
 * does the work.
 *
 * @throws an error of SQLite; call it again if it was busy. {@link StorageError} where a read-only store lacks the tables.
 * @throws as {@link isUpToDate}.
 */
export async function makeTables(
  connection: Connection,
  path: string,
  { readOnly }: ResolvedSqliteOptions,
  part: Part,
): Promise<void> {
  const { database } = connection;
  if (isUpToDate(connection, path, part)) return;
  if (readOnly) {
    throw new StorageError(`'${path}' lacks tables or columns of this release. Open it once without readOnly.`);
  }
  const { migrate } = await import("./migrate.ts");
  const isOwn = !database.inTransaction;
  if (isOwn) database.exec("begin immediate");
  try {
    if (!isUpToDate(connection, path, part)) await migrate(connection, [part, ...existingParts(connection)]);
    if (isOwn) database.exec("commit");
  } catch (error) {
    if (isOwn && database.inTransaction) database.exec("rollback");
    throw error;
  }
}
