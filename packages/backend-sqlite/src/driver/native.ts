import { createRequire } from "node:module";
import { assertSupportedNode } from "./supported-node.ts";

/** The members of a better-sqlite3 statement that are used. */
export interface SqliteStatement {
  /** Tells whether the statement returns rows. */
  readonly reader: boolean;
  run(...values: readonly unknown[]): { readonly changes: number };
  get(...values: readonly unknown[]): unknown;
  all(...values: readonly unknown[]): unknown[];
  iterate(...values: readonly unknown[]): IterableIterator<unknown>;
  /** Makes rows their first column from now on. */
  pluck(): this;
  /** Makes rows arrays from now on. */
  raw(): this;
}

/** The members of a better-sqlite3 database that are used. */
export interface SqliteDatabase {
  readonly inTransaction: boolean;
  prepare(sql: string): SqliteStatement;
  exec(sql: string): unknown;
  pragma(pragma: string, options?: { readonly simple: boolean }): unknown;
  close(): void;
}

/** The class of better-sqlite3. */
export type SqliteDriver = new (
  path: string,
  options: { readonly readonly: boolean; readonly fileMustExist: boolean; readonly timeout: number },
) => SqliteDatabase;

const require = createRequire(import.meta.url ?? __filename);

/** Maximum time that SQLite waits for another process, which blocks the event loop; longer waits are done by `retryWhileBusy`. */
const BLOCKING_WAIT_MS = 4;

/** Loads better-sqlite3. Threads have this module without core, whose package they need not find. */
export function requireDriver(): SqliteDriver {
  return require("better-sqlite3") as SqliteDriver;
}

/**
 * Opens a database file, or `:memory:`, without reading from it.
 *
 * @param loadDriver loads better-sqlite3.
 * @throws {Error} on a version of Node in which better-sqlite3 would crash the process; an error of SQLite, or of loading the module.
 */
export function openDatabase(
  path: string,
  { readOnly, mustExist }: { readonly readOnly: boolean; readonly mustExist: boolean },
  loadDriver: () => SqliteDriver = requireDriver,
): SqliteDatabase {
  assertSupportedNode();
  const Database = loadDriver();
  return new Database(path, { readonly: readOnly, fileMustExist: mustExist, timeout: BLOCKING_WAIT_MS });
}
