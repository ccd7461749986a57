import { createRequire } from "node:module";
import type { SqlRow } from "@results-manager/sql";

/** Parser of the text of a value. */
export type ValueParser = (text: string) => unknown;

/** A query, as `pg` takes it. */
export interface PgQuery {
  readonly text: string;
  readonly values?: readonly unknown[];
  /** Name of a prepared statement. */
  readonly name?: string;
  readonly rowMode: "array";
  readonly types: { getTypeParser(type: number): ValueParser };
  /** Time after which the query fails and its connection is closed, in milliseconds. */
  readonly query_timeout: number;
}

/** Outcome of a query. */
export interface PgResult {
  readonly rows: readonly SqlRow[];
  readonly rowCount: number | null;
  /** The first word of what the server has done, such as `COMMIT`. */
  readonly command: string;
}

/** The members of a connection below a `pg` client that are used: each sends a message. */
export interface PgConnection {
  readonly stream: { cork(): void; uncork(): void; write(message: Buffer): unknown; destroy(): unknown };
  query(text: string): void;
  parse(statement: { readonly name: string; readonly text: string }): void;
  close(what: { readonly type: "S"; readonly name: string }): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
}

/** Description of a column. */
export interface PgField {
  /** Number of its type. */
  readonly dataTypeID: number;
}

/** A query that sends itself. */
export interface PgSubmittable {
  query_timeout?: number;
  submit(connection: PgConnection): Error | null;
}

/** A query of `pg`, whose members are replaced to copy rows. */
export interface PgCopyQuery extends PgSubmittable {
  handleCopyInResponse(connection: PgConnection): void;
}

/** The members of a `pg` client of a pool that are used. */
export interface PgClient {
  /** Process of the server that serves the client. */
  readonly processID?: number | null;
  /** It sends a query before the one before it is answered. */
  readonly pipeline?: boolean;
  query(query: PgQuery): Promise<PgResult>;
  query(query: PgSubmittable): unknown;
  /** Lets the process end while the client is idle, or not. */
  unref(): void;
  ref(): void;
  /** Gives the client back to its pool; with an error or `true`, it is closed. */
  release(closes?: Error | true): void;
  on(event: "error", listener: (error: Error) => void): unknown;
}

/** The members of a `pg` pool that are used: pass one of your own to share its connections. */
export interface PgPool {
  readonly options?: { readonly max?: number };
  /** Number of those that wait for a client. */
  readonly waitingCount: number;
  connect(): Promise<PgClient>;
  on(event: "error" | "acquire" | "connect", listener: (about: never) => void): unknown;
  removeListener(event: "error" | "acquire", listener: (about: never) => void): unknown;
  end(): Promise<void>;
}

/** Settings of a connection, as `pg` takes them. */
export interface PgSettings {
  readonly connectionString: string;
  readonly application_name: string;
  readonly max?: number;
  readonly connectionTimeoutMillis: number;
  readonly allowExitOnIdle?: boolean;
  readonly pipeline?: boolean;
  readonly keepAlive: boolean;
}

/** The members of a `pg` connection outside of a pool that are used. */
export interface PgListener {
  connect(): Promise<unknown>;
  query(query: { readonly text: string }): Promise<unknown>;
  on(event: "error" | "end" | "notification", listener: (message: unknown) => void): unknown;
  end(): Promise<void>;
  ref(): void;
  unref(): void;
}

interface Pg {
  readonly Query: new (
    config: { readonly text: string },
    values: undefined,
    callback: (error: Error | null) => void,
  ) => PgCopyQuery;
  readonly Pool: new (settings: PgSettings) => PgPool;
  readonly Client: new (settings: PgSettings) => PgListener;
}

/** Loads `pg`, when the first store is opened. */
export function loadPg(): Pg {
  return createRequire(import.meta.url ?? __filename)("pg") as Pg;
}
