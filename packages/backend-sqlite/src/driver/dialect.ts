import { PREFIX } from "@results-manager/sql";
import {
  type CompiledQuery,
  type DatabaseConnection,
  type DatabaseIntrospector,
  type Dialect,
  type DialectAdapter,
  type Driver,
  type QueryCompiler,
  type QueryResult,
  type SchemaMetadata,
  SqliteAdapter,
  SqliteQueryCompiler,
  type TableMetadata,
} from "kysely";
import type { Connection } from "./connection.ts";

/** Kysely dialect over an open connection that belongs to the store and stays open. */
export class ConnectionDialect implements Dialect {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  createDriver(): Driver {
    return new ConnectionDriver(this.#connection);
  }

  createQueryCompiler(): QueryCompiler {
    return new SqliteQueryCompiler();
  }

  createAdapter(): DialectAdapter {
    return new SqliteAdapter();
  }

  createIntrospector(): DatabaseIntrospector {
    return new OwnTables(this.#connection);
  }
}

/**
 * Shows the migrator this library's tables only: those of other programs may be unreadable, for example without a virtual table's module.
 */
class OwnTables implements DatabaseIntrospector {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async getSchemas(): Promise<SchemaMetadata[]> {
    return [];
  }

  async getTables(): Promise<TableMetadata[]> {
    const own = `select name from sqlite_master where type = 'table' and name glob '${PREFIX}*'`;
    const names = this.#connection.database.prepare(own).pluck().all() as string[];
    return names.map((name) => ({ name, isView: false, isForeign: false, columns: [] }));
  }
}

/** Runs compiled queries on the connection. */
class ConnectionDriver implements Driver, DatabaseConnection {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    return this;
  }

  async releaseConnection(): Promise<void> {}

  async beginTransaction(): Promise<void> {
    this.#connection.statement("begin immediate").run();
  }

  async commitTransaction(): Promise<void> {
    this.#connection.statement("commit").run();
  }

  async rollbackTransaction(): Promise<void> {
    this.#connection.statement("rollback").run();
  }

  async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
    const statement = this.#connection.database.prepare(sql); // Queries of migrations run only once, so they are not cached.
    if (statement.reader) return { rows: statement.all(...parameters) as Row[] };
    return { rows: [], numAffectedRows: BigInt(statement.run(...parameters).changes) };
  }

  async *streamQuery<Row>(query: CompiledQuery): AsyncIterableIterator<QueryResult<Row>> {
    yield await this.executeQuery<Row>(query);
  }

  async destroy(): Promise<void> {}
}
