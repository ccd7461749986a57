import type { Awaitable, Lookup, LookupPlan } from "@results-manager/core/storage";
import type { Connection } from "../driver/connection.ts";
import type { DatabaseFile } from "../driver/database-file.ts";
import { ImmutableDatabase } from "../driver/immutable-database.ts";
import { prepareRecords } from "../driver/prepared-records.ts";
import { openForReading } from "../driver/reading-connection.ts";
import type { ResolvedSqliteOptions } from "../driver/sqlite-options.ts";
import type { LookupParts } from "./lookup-session.ts";
import type { PlanLookup } from "./plan-lookup.ts";

/** Parts of an open database that the connection of queries needs. */
export interface LookupAccessParts {
  readonly path: string;
  /** File of the database, if it has one. */
  readonly file: DatabaseFile | undefined;
  readonly options: Pick<ResolvedSqliteOptions, "cacheBytes">;
  /** Connection of the other operations. */
  readonly statements: Connection;
  /** Tells whether another program made the table of results, which must exist. */
  isForeign(): boolean;
  /** Runs work synchronously, or retries it while other processes write. */
  attempt<T>(work: () => Awaitable<T>): Awaitable<T>;
}

/** Queries by a connection of their own. For the first one, it is opened, and the code is loaded that compiles them. */
export class LookupAccess {
  readonly #parts: LookupAccessParts;
  #connection: Connection | undefined;
  #plan: PlanLookup | undefined;

  constructor(parts: LookupAccessParts) {
    this.#parts = parts;
  }

  /** Plans a query. The table of results must exist. */
  plan(lookup: Lookup, now: number): Awaitable<LookupPlan | undefined> {
    if (this.#plan) return this.#plan(lookup, now);
    return import("./plan-lookup.ts").then(({ planLookups }) => {
      this.#plan ??= planLookups(this.#open());
      return this.#plan(lookup, now);
    });
  }

  #open(): LookupParts {
    const { path, file, options, statements: own, isForeign, attempt } = this.#parts;
    const isImmutable = own.database instanceof ImmutableDatabase;
    if (file && !isImmutable) this.#connection ??= openForReading(path, file, options.cacheBytes);
    const connection = this.#connection ?? own;
    const prepared = prepareRecords(connection, "results");
    return {
      connection,
      isSeparate: connection !== own,
      isForeign: isForeign(),
      findBytes: () => prepared.findBytes,
      attempt,
    };
  }

  /** Closes the connection, if there is one. */
  close(): void {
    this.#connection?.close();
  }
}
