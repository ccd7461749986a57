import type { SqliteDatabase, SqliteStatement } from "./native.ts";

/** An open database with its statements, each prepared once. */
export class Connection {
  readonly database: SqliteDatabase;
  readonly #statements = new Map<string, SqliteStatement>();

  constructor(database: SqliteDatabase) {
    this.database = database;
  }

  /** Returns the statement of a query, which is prepared on first use. */
  statement(sql: string): SqliteStatement {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  /** Closes the database. */
  close(): void {
    this.#statements.clear();
    this.database.close();
  }
}
