import { createRequire } from "node:module";
import { requireDependency } from "@results-manager/core/internal";
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

type Constructor = new (
  path: string,
  options: { readonly readonly: boolean; readonly fileMustExist: boolean; readonly timeout: number },
) => SqliteDatabase;

const require = createRequire(import.meta.url ?? __filename);

/** Maximum time that SQLite waits for another process, which blocks the event loop; longer waits are done by `retryWhileBusy`. */
const BLOCKING_WAIT_MS = 4;

/**
 * Opens a database file, or `:memory:`, without reading from it.
 *
 * @throws {Error} on a version of Node in which better-sqlite3 would crash the process; an error of SQLite, or of loading the module.
 */
export function openDatabase(
  path: string,
  { readOnly, mustExist }: { readonly readOnly: boolean; readonly mustExist: boolean },
): SqliteDatabase {
  assertSupportedNode();
  const Database = requireDependency(
    () => require("better-sqlite3") as Constructor,
    "better-sqlite3",
    import.meta.url ?? __filename,
    "@results-manager/backend-sqlite",
  );
  return new Database(path, { readonly: readOnly, fileMustExist: mustExist, timeout: BLOCKING_WAIT_MS });
}
