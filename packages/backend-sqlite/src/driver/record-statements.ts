import type { Space } from "@results-manager/core/storage";
import { type RecordQueries, recordQueries, type UseQueries, useQueries } from "@results-manager/sql";
import type { Connection } from "./connection.ts";
import type { SqliteStatement } from "./native.ts";
import { kyselyOver } from "./set-up.ts";

/** Prepared statements of a space; see {@link RecordQueries} for their parameters. */
export type RecordStatements = Readonly<Record<keyof RecordQueries, SqliteStatement>>;

const PLUCKED: readonly (keyof RecordQueries)[] = [
  "has",
  "list",
  "listBefore",
  "listLasting",
  "listLastingBefore",
  "listExpired",
  "listExpiredBefore",
  "expiredWithin",
];

/** Prepared statements for the use of cache entries. */
export type UseStatements = Readonly<Record<keyof UseQueries, SqliteStatement>>;

/** Prepares the statements for the use of cache entries. */
export function prepareUses(connection: Connection): UseStatements {
  const { noteUse, listUses } = useQueries(kyselyOver(connection));
  return { noteUse: connection.statement(noteUse), listUses: connection.statement(listUses).raw() };
}

/** Prepares the statements of a space. */
export function prepareRecords(connection: Connection, space: Space): RecordStatements {
  const queries = recordQueries(kyselyOver(connection), space);
  const prepared = Object.entries(queries).map(([name, sql]) => {
    const statement = connection.statement(sql as string);
    if (name === "find" || name === "findBytes") return [name, statement.raw()];
    return [name, PLUCKED.includes(name as keyof RecordQueries) ? statement.pluck() : statement];
  });
  return Object.fromEntries(prepared) as RecordStatements;
}
