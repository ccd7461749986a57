import { StorageError } from "@results-manager/core";
import { MIGRATION_LOCK_TABLE, MIGRATION_TABLE, MIGRATIONS, type Part, type Tables } from "@results-manager/sql";
import { Kysely } from "kysely";
import { Migrator } from "kysely/migration";
import type { Connection } from "./connection.ts";
import { ConnectionDialect } from "./dialect.ts";
import { existingParts, isUpToDate } from "./layout.ts";
import type { ResolvedSqliteOptions } from "./sqlite-options.ts";

/** Size of a page of a new database: a record of 1 KB is written a fifth faster, and removed a tenth faster, than with the usual 4 KiB. */
const PAGE_BYTES = 8192;
/** Size of the log at which a checkpoint is made. A log that wraps is cheaper to sync than one that grows. */
const CHECKPOINT_BYTES = { full: 2 ** 22, process: 2 ** 24 };

/** Creates a Kysely instance over a connection. */
export function kyselyOver(connection: Connection): Kysely<Tables> {
  return new Kysely<Tables>({ dialect: new ConnectionDialect(connection) });
}

/** Sets the pragmas of a connection: once, after the database has been checked. */
export function configure({ database }: Connection, { durability, readOnly }: ResolvedSqliteOptions): void {
  if (!readOnly) {
    if (database.pragma("page_count", { simple: true }) === 0) {
      // These can be set only while a database has no table.
      database.pragma(`page_size = ${PAGE_BYTES}`);
      database.pragma("auto_vacuum = INCREMENTAL");
    }
    database.pragma("journal_mode = WAL");
    const pageBytes = database.pragma("page_size", { simple: true }) as number;
    database.pragma(`wal_autocheckpoint = ${CHECKPOINT_BYTES[durability] / pageBytes}`);
  }
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
  const isOwn = !database.inTransaction;
  if (isOwn) database.exec("begin immediate");
  try {
    if (!isUpToDate(connection, path, part)) await migrate(connection, part);
    if (isOwn) database.exec("commit");
  } catch (error) {
    if (isOwn && database.inTransaction) database.exec("rollback");
    throw error;
  }
}

/** Migrates the part, and all existing parts, to the version of this release. */
async function migrate(connection: Connection, part: Part): Promise<void> {
  const wanted = Object.assign({}, ...[part, ...existingParts(connection)].map((each) => MIGRATIONS[each]));
  const migrator = new Migrator({
    db: kyselyOver(connection),
    provider: { getMigrations: async () => wanted },
    migrationTableName: MIGRATION_TABLE,
    migrationLockTableName: MIGRATION_LOCK_TABLE,
    allowUnorderedMigrations: true, // Parts are created in the order of their use.
  });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
}
