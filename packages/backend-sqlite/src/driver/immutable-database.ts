import { createRequire } from "node:module";
import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import { StorageError } from "@results-manager/core";
import { ImmutableFile } from "./immutable-file.ts";
import type { SqliteDatabase, SqliteStatement } from "./native.ts";

const require = createRequire(import.meta.url ?? __filename);

/**
 * A database that is read as one that never changes, which needs neither locks nor a log beside it. It is opened by the SQLite of Node,
 * since better-sqlite3 accepts no URI with `immutable`.
 */
export class ImmutableDatabase implements SqliteDatabase {
  readonly #file: ImmutableFile;
  readonly #database: DatabaseSync;

  /**
   * @param cause Error of SQLite that shows why the database cannot be opened otherwise.
   * @throws as {@link ImmutableFile}; {@link StorageError} `STORAGE_READ_ONLY` where Node lacks a part of its SQLite.
   */
  constructor(path: string, cause: unknown) {
    this.#file = new ImmutableFile(path, cause);
    const url = pathToFileURL(this.#file.path);
    url.searchParams.set("immutable", "1");
    this.#database = new (driver(path, cause).DatabaseSync)(url, { readOnly: true });
  }

  get inTransaction(): boolean {
    return this.#database.isTransaction;
  }

  prepare(sql: string): SqliteStatement {
    return new ImmutableStatement(this.#database.prepare(sql), this.#file);
  }

  exec(sql: string): void {
    this.#database.exec(sql);
  }

  pragma(pragma: string, { simple }: { readonly simple: boolean } = { simple: false }): unknown {
    const statement = this.prepare(`pragma ${pragma}`);
    return simple ? statement.pluck().get() : statement.all();
  }

  close(): void {
    this.#database.close();
  }
}

/** A statement whose rows are returned only if the file has not changed. */
class ImmutableStatement implements SqliteStatement {
  readonly #statement: StatementSync;
  readonly #file: ImmutableFile;
  #isPlucked = false;

  constructor(statement: StatementSync, file: ImmutableFile) {
    this.#statement = statement;
    this.#file = file;
  }

  get reader(): boolean {
    return this.#statement.columns().length > 0;
  }

  run(...values: readonly SQLInputValue[]): { readonly changes: number } {
    return { changes: Number(this.#statement.run(...values).changes) };
  }

  get(...values: readonly SQLInputValue[]): unknown {
    const row = this.#statement.get(...values);
    this.#file.assertUnchanged();
    return this.#columnOf(row);
  }

  all(...values: readonly SQLInputValue[]): unknown[] {
    const rows = this.#statement.all(...values);
    this.#file.assertUnchanged();
    return rows.map((row) => this.#columnOf(row));
  }

  *iterate(...values: readonly SQLInputValue[]): IterableIterator<unknown> {
    for (const row of this.#statement.iterate(...values)) {
      this.#file.assertUnchanged();
      yield this.#columnOf(row);
    }
  }

  pluck(): this {
    this.#isPlucked = true;
    return this.raw();
  }

  raw(): this {
    this.#statement.setReturnArrays(true);
    return this;
  }

  #columnOf(row: unknown): unknown {
    return this.#isPlucked && Array.isArray(row) ? row[0] : row;
  }
}

/** Loads the SQLite of Node, with the functions that are used here. */
function driver(path: string, cause: unknown): typeof import("node:sqlite") {
  try {
    const sqlite = require("node:sqlite") as typeof import("node:sqlite");
    if ("setReturnArrays" in sqlite.StatementSync.prototype) return sqlite;
  } catch {} // A runtime without it.
  throw new StorageError(
    `'${path}' cannot be read: its folder cannot be written, which needs 'node:sqlite' of Node 22.16 or later. Copy the database to a folder that can be written.`,
    { cause },
    "STORAGE_READ_ONLY",
  );
}
