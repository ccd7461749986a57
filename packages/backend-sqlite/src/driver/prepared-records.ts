import type { Space } from "@results-manager/core/storage";
import { type CallPartQueries, callPartQueries, type RecordQueries, recordQueries } from "@results-manager/sql";
import { type BytesQuery, bytesQuery } from "./bytes-query.ts";
import type { Connection } from "./connection.ts";
import type { SqliteStatement } from "./native.ts";
import { kyselyOver } from "./set-up.ts";

/** Prepared statements of a space; see {@link RecordQueries} for their parameters. */
export type PreparedRecords = Readonly<Record<keyof RecordQueries | keyof BytesQuery, SqliteStatement>>;

/** Prepared statements that store the rows by which calls are found. */
export type PreparedCallParts = Readonly<Record<keyof CallPartQueries, SqliteStatement>>;

const PLUCKED: ReadonlySet<string> = new Set<keyof RecordQueries>([
  "has",
  "list",
  "listBefore",
  "listLasting",
  "listLastingBefore",
  "listExpired",
  "listExpiredBefore",
  "expiredWithin",
]);

/** Prepares the statements of a space. */
export function prepareRecords(connection: Connection, space: Space): PreparedRecords {
  const db = kyselyOver(connection);
  const prepared = Object.entries({ ...recordQueries(db, space), ...bytesQuery(db, space) }).map(([name, sql]) => {
    const statement = connection.statement(sql as string);
    if (name === "find" || name === "findBytes") return [name, statement.raw()];
    return [name, PLUCKED.has(name) ? statement.pluck() : statement];
  });
  return Object.fromEntries(prepared) as PreparedRecords;
}

/** Prepares the statements that store the rows by which calls are found. */
export function prepareCallParts(connection: Connection): PreparedCallParts {
  const queries = Object.entries(callPartQueries(kyselyOver(connection)));
  return Object.fromEntries(queries.map(([name, sql]) => [name, connection.statement(sql)])) as PreparedCallParts;
}
