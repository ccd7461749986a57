import { type Space, takesLeases } from "@results-manager/core/storage";
import type { Connection } from "./connection.ts";
import { prepareCallParts, prepareRecords } from "./prepared-records.ts";
import { SqliteCallRecords } from "./sqlite-call-records.ts";
import { sqliteError } from "./sqlite-error.ts";
import { SqliteRecords } from "./sqlite-records.ts";

/** Statements on the records of each space, made when they are first needed. */
export class RecordsOfSpaces {
  readonly #statements: Connection;
  readonly #path: string;
  readonly #endsAll: (error: unknown) => boolean;
  readonly #bySpace = new Map<Space, SqliteRecords>();

  /** @param endsAll Tells whether an error has ended the transaction of all rows. */
  constructor(statements: Connection, path: string, endsAll: (error: unknown) => boolean) {
    this.#statements = statements;
    this.#path = path;
    this.#endsAll = endsAll;
  }

  of(space: Space): SqliteRecords {
    let records = this.#bySpace.get(space);
    if (!records) {
      const prepared = prepareRecords(this.#statements, space);
      records =
        space === "calls"
          ? new SqliteCallRecords(prepared, prepareCallParts(this.#statements), this.#failed)
          : new SqliteRecords(prepared, this.#failed, !takesLeases(space)); // No lease survives a failure of the machine.
      this.#bySpace.set(space, records);
    }
    return records;
  }

  /** Returns the outcome of a row that failed. @throws an error that ended the transaction of all rows. */
  readonly #failed = (error: unknown, key: string): Error => {
    if (this.#endsAll(error)) throw error;
    return sqliteError(error, this.#path, key);
  };
}
