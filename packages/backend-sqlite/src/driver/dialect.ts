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
import { PREFIX } from "../sql/tables.ts";
import type { Connection } from "./connection.ts";

/** Kysely over a connection that is open already, and stays open: it belongs to the store. */
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

/** Tells the migrator of our tables alone: those of others may be ones that cannot even be looked at, as where a module is missing. */
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

/** Runs what Kysely compiled by the connection's prepared statements. */
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
    const statement = this.#connection.database.prepare(sql); // Of changes of the layout: run once, and never again.
    if (statement.reader) return { rows: statement.all(...parameters) as Row[] };
    return { rows: [], numAffectedRows: BigInt(statement.run(...parameters).changes) };
  }

  async *streamQuery<Row>(query: CompiledQuery): AsyncIterableIterator<QueryResult<Row>> {
    yield await this.executeQuery<Row>(query);
  }

  async destroy(): Promise<void> {}
}
