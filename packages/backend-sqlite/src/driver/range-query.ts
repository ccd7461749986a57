import type { Space } from "@results-manager/core/storage";
import { type Compilers, READ_COLUMNS, type Tables, tableOf } from "@results-manager/sql";
import { type Kysely, sql } from "kysely";

/** SQL by which records are read in the order of the table. */
export interface RangeQuery {
  /** The columns of the first rows of a range, and after them the id. → first id, last id, maximum number */
  readonly findRange: string;
}

/** Makes the query of a space; it is compiled when it is asked for. */
export function rangeQuery(db: Kysely<Tables>, space: Space): Compilers<RangeQuery> {
  return {
    findRange: () => {
      const columns = [...READ_COLUMNS, "id"].map((column) => sql.ref(column));
      const value = sql.raw("?");
      // A limit that is a placeholder alone would make SQLite compile the statement again for each value.
      const query = sql`select ${sql.join(columns)} from ${sql.table(tableOf(space))} where id >= ${value} and id <= ${value} order by id limit 0 + ${value}`;
      return query.compile(db).sql;
    },
  };
}
