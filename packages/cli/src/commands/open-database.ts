import { createRequire } from "node:module";

/** Members of a better-sqlite3 statement that are used. */
interface Statement {
  run(...values: readonly unknown[]): { readonly changes: number };
  all(...values: readonly unknown[]): unknown[];
  iterate(...values: readonly unknown[]): IterableIterator<unknown>;
  raw(): Statement;
  pluck(): Statement;
}

/** Members of a better-sqlite3 database that are used. */
export interface Database {
  prepare(sql: string): Statement;
  exec(sql: string): unknown;
  pragma(pragma: string): unknown;
  close(): void;
}

type Driver = new (path: string, options: object) => Database;

/** Time in milliseconds to wait for other writers. */
const PATIENCE_MS = 10_000;

/** Options of a connection. */
interface ConnectionOptions {
  readonly readonly?: boolean;
  readonly fileMustExist?: boolean;
}

/** Runs work with a connection of its own, for what the library does not do: to look at raw rows, and to move them. */
export function withDatabase<T>(path: string, options: ConnectionOptions, work: (database: Database) => T): T {
  const database = openDatabase(path, options);
  try {
    return work(database);
  } finally {
    database.close();
  }
}

/** Opens a connection, which the caller closes. */
export function openDatabase(path: string, options: ConnectionOptions): Database {
  const Sqlite = createRequire(import.meta.url)("better-sqlite3") as Driver;
  return new Sqlite(path, { timeout: PATIENCE_MS, ...options });
}
