import { READ_COLUMNS, type Tables } from "@results-manager/sql";
import { type Kysely, sql } from "kysely";

/** SQL by which rows are read in the order of the table. */
export interface RangeQueries {
  /** The first ids of a range. → first id, last id, maximum number */
  readonly findIds: string;
  /** The columns of the first rows of a range. → first id, last id, maximum number */
  readonly findRange: string;
}

/** Compiles the queries for results. */
export function rangeQueries(db: Kysely<Tables>): RangeQueries {
  const value = sql.raw("?");
  const compile = (...names: readonly string[]): string => {
    const columns = names.map((name) => sql.ref(name));
    // A limit that is a placeholder alone would make SQLite compile the statement again for each value.
    const query = sql`select ${sql.join(columns)} from ${sql.table("results")} where id >= ${value} and id <= ${value} order by id limit 0 + ${value}`;
    return query.compile(db).sql;
  };
  return { findIds: compile("id"), findRange: compile(...READ_COLUMNS) };
}
