import type { Space } from "@results-manager/core/storage";
import {
  type CallPartQueries,
  type Compilers,
  callPartQueries,
  type RecordQueries,
  recordQueries,
} from "@results-manager/sql";
import { type BytesQuery, bytesQuery } from "./bytes-query.ts";
import type { Connection } from "./connection.ts";
import type { SqliteStatement } from "./native.ts";
import { type RangeQuery, rangeQuery } from "./range-query.ts";
import { kyselyOver } from "./set-up.ts";

/** Prepared statements of a space; see {@link RecordQueries} for their parameters. */
export type PreparedRecords = Readonly<
  Record<keyof RecordQueries | keyof BytesQuery | keyof RangeQuery, SqliteStatement>
>;

/** Prepared statements that store the rows by which calls are found. */
export type PreparedCallParts = Readonly<Record<keyof CallPartQueries, SqliteStatement>>;

const PLUCKED: ReadonlySet<string> = new Set<keyof RecordQueries | keyof RangeQuery>([
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

/** SQL of each space, which is the same for every database. */
const queriesOf = new Map<Space, Compilers<RecordQueries & BytesQuery & RangeQuery>>();
let callQueries: Compilers<CallPartQueries> | undefined;

/** Provides the statements of a space, each of which is prepared on first use. */
export function prepareRecords(connection: Connection, space: Space): PreparedRecords {
  let queries = queriesOf.get(space);
  if (!queries) {
    const db = kyselyOver(connection);
    queries = { ...recordQueries(db, space), ...bytesQuery(db, space), ...rangeQuery(db, space) };
    queriesOf.set(space, queries);
  }
  return prepareOnUse(queries, (sql, name) => {
    const statement = connection.statement(sql);
    if (RAW.has(name)) return statement.raw();
    return PLUCKED.has(name) ? statement.pluck() : statement;
  });
}

/** Provides the statements that store the rows by which calls are found. */
export function prepareCallParts(connection: Connection): PreparedCallParts {
  callQueries ??= callPartQueries(kyselyOver(connection));
  return prepareOnUse(callQueries, (sql) => connection.statement(sql));
}

/** Replaces each query by a property that prepares its statement when it is first read: few programs need all of them. */
function prepareOnUse<Queries>(
  queries: Compilers<Queries>,
  prepare: (sql: string, name: string) => SqliteStatement,
): Record<keyof Queries, SqliteStatement> {
  const prepared = {} as Record<keyof Queries, SqliteStatement>;
  for (const [name, compile] of Object.entries<() => string>(queries)) {
    Object.defineProperty(prepared, name, {
      configurable: true,
      get() {
        const value = prepare(compile(), name);
        Object.defineProperty(prepared, name, { value });
        return value;
      },
    });
  }
  return prepared;
}
