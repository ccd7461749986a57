import type { Space } from "@results-manager/core/storage";
import { tableOf } from "@results-manager/sql";
import type { CallPartQueries, RecordQueries } from "@results-manager/sql/queries";
import type { BytesQuery } from "./bytes-query.ts";
import type { Connection } from "./connection.ts";
import { CALL_PART_SQL, RECORD_SQL } from "./fixed-sql.ts";
import type { SqliteStatement } from "./native.ts";
import type { RangeQueries } from "./range-queries.ts";

/** Prepared statements of a space; see {@link RecordQueries} for their parameters. */
export type PreparedRecords = Readonly<
  Record<keyof RecordQueries | keyof BytesQuery | keyof RangeQueries, SqliteStatement>
>;

/** Prepared statements that store the rows by which calls are found. */
export type PreparedCallParts = Readonly<Record<keyof CallPartQueries, SqliteStatement>>;

const PLUCKED: ReadonlySet<string> = new Set<keyof RecordQueries | keyof RangeQueries>([
  "has",
  "findIds",
  "list",
  "listBefore",
  "listLasting",
  "listLastingBefore",
  "listExpired",
  "listExpiredBefore",
  "expiredWithin",
]);

/** Statements whose rows are lists of columns. */
const RAW: ReadonlySet<string> = new Set<string>(["find", "findBytes", "findRange"]);

/** Provides the statements of a space, each of which is prepared on first use. */
export function prepareRecords(connection: Connection, space: Space): PreparedRecords {
  return prepareOnUse(RECORD_SQL, (sql, name) => {
    const statement = connection.statement(sqlOf(space, sql));
    if (RAW.has(name)) return statement.raw();
    return PLUCKED.has(name) ? statement.pluck() : statement;
  });
}

/** Provides the statements that store the rows by which calls are found. */
export function prepareCallParts(connection: Connection): PreparedCallParts {
  return prepareOnUse(CALL_PART_SQL, (sql) => connection.statement(sql));
}

/** Returns a statement on results as one on the table of a space. */
function sqlOf(space: Space, sql: string): string {
  return sql.replaceAll('"results"', `"${tableOf(space)}"`);
}

/** Replaces each query by a property that prepares its statement when it is first read: few programs need all of them. */
function prepareOnUse<Queries extends object>(
  queries: Queries,
  prepare: (sql: string, name: string) => SqliteStatement,
): Record<keyof Queries, SqliteStatement> {
  const prepared = {} as Record<keyof Queries, SqliteStatement>;
  for (const [name, sql] of Object.entries<string>(queries as Record<string, string>)) {
    Object.defineProperty(prepared, name, {
      configurable: true,
      get() {
        const value = prepare(sql, name);
        Object.defineProperty(prepared, name, { value });
        return value;
      },
    });
  }
  return prepared;
}
