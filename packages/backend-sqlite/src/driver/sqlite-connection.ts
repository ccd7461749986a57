import type { Awaitable } from "@results-manager/core/storage";
import type { Access, SqlConnection, SqlRow } from "@results-manager/sql";
import type { Connection } from "./connection.ts";
import { isBusy, sqliteError } from "./sqlite-error.ts";
import type { TransactionScope } from "./transaction-scope.ts";

/** Connection of the shared code to SQLite. */
export class SqliteConnection implements SqlConnection {
  readonly #connection: Connection;
  readonly #scope: TransactionScope;
  readonly #path: string;

  constructor(connection: Connection, scope: TransactionScope, path: string) {
    this.#connection = connection;
    this.#scope = scope;
    this.#path = path;
  }

  run(query: string, values: readonly unknown[]): readonly SqlRow[] {
    const statement = this.#connection.statement(query);
    if (statement.reader) return statement.raw().all(...values) as SqlRow[];
    statement.run(...values);
    return [];
  }

  async transaction<T>(_access: Access, work: () => Awaitable<T>): Promise<T> {
    this.#scope.begin();
    let result: T;
    try {
      result = await work();
    } catch (error) {
      this.#scope.rollback();
      throw error;
    }
    try {
      this.#scope.commit();
    } catch (error) {
      throw this.toError(error);
    }
    return result;
  }

  isRetryable(error: unknown): boolean {
    return isBusy(error);
  }

  toError(error: unknown, key?: string): Error {
    return sqliteError(error, this.#path, key);
  }
}
