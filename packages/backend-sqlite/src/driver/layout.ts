import { StorageError, StoreTooNewError } from "@results-manager/core";
import { LAYOUT, MIGRATION_NAMES, MIGRATION_TABLE, type Part } from "@results-manager/sql";
import { checkResultsTable } from "./check-results-table.ts";
import type { Connection } from "./connection.ts";

/**
 * Checks that a database can be used, without changing it; returns the migrations it has seen.
 *
 * @throws {StoreTooNewError} `STORE_TOO_NEW` when a later release has changed the layout.
 * @throws {StorageError} for a database whose text is not UTF-8.
 */
export function checkLayout(connection: Connection, path: string): ReadonlySet<string> {
  checkEncoding(connection, path);
  const seen = seenMigrations(connection);
  const known = Object.values(MIGRATION_NAMES).flat();
  const unknown = [...seen].filter((name) => !known.includes(name));
  if (unknown.length === 0) return seen;
  throw new StoreTooNewError(path, Math.max(...unknown.map((name) => Number.parseInt(name, 10) || LAYOUT + 1)), LAYOUT);
}

/**
 * Tells whether the tables of a part exist in the version of this release, without changing anything.
 *
 * @throws as {@link checkLayout}; {@link StorageError} for a table `results` of another application.
 */
export function isUpToDate(connection: Connection, path: string, part: Part): boolean {
  const seen = checkLayout(connection, path);
  if (MIGRATION_NAMES[part].every((name) => seen.has(name))) return true;
  if (part === "results") checkResultsTable(connection, path);
  return false;
}

/** Parts whose tables exist, in any version. */
export function existingParts(connection: Connection): Part[] {
  const seen = seenMigrations(connection);
  const all = Object.keys(MIGRATION_NAMES) as Part[];
  return all.filter((part) => MIGRATION_NAMES[part].some((name) => seen.has(name)));
}

/** Tells whether another program, such as the Python library, made the table `results`. */
export function isForeignTable({ database }: Connection): boolean {
  const sql = database.prepare("select sql from sqlite_master where type = 'table' and name = 'results'").pluck().get();
  return !String(sql).startsWith('CREATE TABLE "results" ("id" text primary key');
}

/** Tells whether a database has a table. */
export function hasTable({ database }: Connection, name: string): boolean {
  return database.prepare("select 1 from sqlite_master where type = 'table' and name = ?").get(name) !== undefined;
}

function seenMigrations(connection: Connection): ReadonlySet<string> {
  if (!hasTable(connection, MIGRATION_TABLE)) return new Set();
  return new Set(connection.database.prepare(`select name from ${MIGRATION_TABLE}`).pluck().all() as string[]);
}

/** Refuses UTF-16, where SQLite compares bytes, not code points: listings would be out of order, and prefixes would match other ids. */
function checkEncoding({ database }: Connection, path: string): void {
  const encoding = database.pragma("encoding", { simple: true });
  if (encoding === "UTF-8") return;
  throw new StorageError(
    `'${path}' stores its text as ${encoding}, which does not sort ids by code points; expected UTF-8. Use a separate database for results, or copy this one into a new file with sqlite3's '.dump'.`,
  );
}
