import { StorageError } from "@results-manager/core";
import { Kysely } from "kysely";
import { Migrator } from "kysely/migration";
import { MIGRATION_LOCK_TABLE, MIGRATION_TABLE, MIGRATIONS, type Part } from "../sql/migrations.ts";
import type { Tables } from "../sql/tables.ts";
import type { ResolvedSqliteOptions } from "../sqlite-options.ts";
import type { Connection } from "./connection.ts";
import { ConnectionDialect } from "./dialect.ts";
import { isMade, partsMade } from "./layout.ts";

/** Pages of 4 KiB in the log before they are moved into the database. A log that wraps is cheaper to sync than one that grows. */
const CHECKPOINT_PAGES = { full: 1_000, process: 4_000 };

/** Kysely over a connection. */
export function kyselyOver(connection: Connection): Kysely<Tables> {
  return new Kysely<Tables>({ dialect: new ConnectionDialect(connection) });
}

/** Makes a connection what a store wants of it: once, when the database has been looked at. */
export function configure({ database }: Connection, { durability, readOnly }: ResolvedSqliteOptions): void {
  if (!readOnly) {
    // Only a database without a table can still be told how it shall give space back.
    if (database.pragma("page_count", { simple: true }) === 0) database.pragma("auto_vacuum = INCREMENTAL");
    database.pragma("journal_mode = WAL");
    database.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES[durability]}`);
  }
  database.pragma("foreign_keys = ON");
  database.pragma(`synchronous = ${durability === "full" ? "FULL" : "NORMAL"}`);
}

/**
 * Makes the tables of a part where they are not there or old, within the transaction that is open or one of its own. Safe while other
 * processes do the same: whoever is first does it.
 *
 * @throws an error of SQLite; when it was busy, call it again. {@link StorageError} where a store that is only read is not ready.
 * @throws as {@link isMade}.
 */
export async function makeTables(
  connection: Connection,
  path: string,
  { readOnly }: ResolvedSqliteOptions,
  part: Part,
): Promise<void> {
  const { database } = connection;
  if (isMade(connection, path, part)) return;
  if (readOnly) {
    throw new StorageError(`'${path}' lacks tables or columns of this release. Open it once without readOnly.`);
  }
  const isOwn = !database.inTransaction;
  if (isOwn) database.exec("begin immediate");
  try {
    if (!isMade(connection, path, part)) await migrate(connection, part);
    if (isOwn) database.exec("commit");
  } catch (error) {
    if (isOwn && database.inTransaction) database.exec("rollback");
    throw error;
  }
}

/** Brings the part, and those that are there already, up to this release. */
async function migrate(connection: Connection, part: Part): Promise<void> {
  const wanted = Object.assign({}, ...[part, ...partsMade(connection)].map((each) => MIGRATIONS[each]));
  const migrator = new Migrator({
    db: kyselyOver(connection),
    provider: { getMigrations: async () => wanted },
    migrationTableName: MIGRATION_TABLE,
    migrationLockTableName: MIGRATION_LOCK_TABLE,
    allowUnorderedMigrations: true, // Parts come as they are used.
  });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
}
