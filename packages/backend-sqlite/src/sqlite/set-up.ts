import { StorageError } from "@results-manager/core";
import { Kysely } from "kysely";
import { Migrator } from "kysely/migration";
import { MIGRATIONS, migrationProvider } from "../sql/migrations.ts";
import type { Tables } from "../sql/tables.ts";
import type { ResolvedSqliteOptions } from "../sqlite-options.ts";
import type { Connection } from "./connection.ts";
import { ConnectionDialect } from "./dialect.ts";

/** Pages of 4 KiB in the log before they are moved into the database. A log that wraps is cheaper to sync than one that grows. */
const CHECKPOINT_PAGES = { full: 1_000, process: 4_000 };

/** Kysely over a connection. */
export function kyselyOver(connection: Connection): Kysely<Tables> {
  return new Kysely<Tables>({ dialect: new ConnectionDialect(connection) });
}

/**
 * Makes a database ready for use: its journal, and its tables where they are not there or old. Safe while other processes do the same:
 * whoever is first does it.
 *
 * @throws an error of SQLite; when it was busy, call it again. {@link StorageError} where a store that is only read is not ready.
 */
export async function setUp(connection: Connection, path: string, options: ResolvedSqliteOptions): Promise<void> {
  const { database } = connection;
  const { durability, readOnly } = options;
  if (!readOnly) {
    database.pragma("journal_mode = WAL");
    database.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES[durability]}`);
  }
  database.pragma("foreign_keys = ON");
  database.pragma(`synchronous = ${durability === "full" ? "FULL" : "NORMAL"}`);
  if (isCurrent(connection)) return;
  if (readOnly) {
    throw new StorageError(`'${path}' lacks tables or columns of this release. Open it once without readOnly.`);
  }
  database.exec("begin immediate");
  try {
    const migrator = new Migrator({ db: kyselyOver(connection), provider: migrationProvider });
    const { error } = await migrator.migrateToLatest();
    if (error) throw error;
    database.exec("commit");
  } catch (error) {
    if (database.inTransaction) database.exec("rollback");
    throw error;
  }
}

/** Looks whether every migration has been run, which it nearly always has. */
function isCurrent({ database }: Connection): boolean {
  const table = "select 1 from sqlite_master where type = 'table' and name = 'kysely_migration'";
  if (database.prepare(table).get() === undefined) return false;
  const done = new Set(database.prepare("select name from kysely_migration").pluck().all());
  return Object.keys(MIGRATIONS).every((name) => done.has(name));
}
