import type { Awaitable } from "@results-manager/core/storage";
import type { Connection } from "../driver/connection.ts";
import type { DatabaseFile } from "../driver/database-file.ts";
import { ImmutableDatabase } from "../driver/immutable-database.ts";
import { openForReading } from "../driver/reading-connection.ts";
import type { ResolvedSqliteOptions } from "../driver/sqlite-options.ts";
import { LookupSession } from "./lookup-session.ts";

/** Parts of an open database by which queries read. */
export interface LookupAccessParts {
  readonly path: string;
  /** File of the database, if it has one. */
  readonly file: DatabaseFile | undefined;
  readonly options: Pick<ResolvedSqliteOptions, "cacheBytes">;
  /** Connection of the other operations. */
  readonly connection: Connection;
  /** Runs work synchronously, or retries it while other processes write. */
  attempt<T>(work: () => Awaitable<T>): Awaitable<T>;
}

/** Opens the connection of queries when the first one is made. */
export class LookupAccess {
  readonly #parts: LookupAccessParts;
  #session: LookupSession | undefined;
  #connection: Connection | undefined;

  constructor(parts: LookupAccessParts) {
    this.#parts = parts;
  }

  /** Returns the session of queries. The table of results must exist. @param isForeign Another program made it. */
  session(isForeign: boolean): LookupSession {
    if (!this.#session) {
      const { path, file, options, connection, attempt } = this.#parts;
      const isImmutable = connection.database instanceof ImmutableDatabase;
      this.#connection = file && !isImmutable ? openForReading(path, file, options.cacheBytes) : undefined;
      const isSeparate = this.#connection !== undefined;
      this.#session = new LookupSession({ connection: this.#connection ?? connection, isSeparate, isForeign, attempt });
    }
    return this.#session;
  }

  /** Closes the connection, if there is one. */
  close(): void {
    this.#connection?.close();
  }
}
