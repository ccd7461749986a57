import type { Awaitable, Space } from "@results-manager/core/storage";
import type { Access, SqlConnection } from "../connection/sql-connection.ts";
import type { BatchWork } from "./record-statements.ts";

/** An open database whose tables are made when they are first needed. */
export interface SqlSession {
  readonly connection: SqlConnection;
  /** Runs work on a batch of records of a space within the current transaction, and retries it while other processes are in the way. */
  run<I, R>(space: Space, access: Access, items: readonly I[], work: BatchWork<I, R>, now: number): Awaitable<R>;
}
