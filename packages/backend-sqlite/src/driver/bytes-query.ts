import type { Space } from "@results-manager/core/storage";
import { type Compilers, type Tables, tableOf } from "@results-manager/sql";
import { type Kysely, sql } from "kysely";

/** Columns whose text becomes part of a record. */
const TEXT_COLUMNS = ["model_type", "namespace", "data", "types"] as const;

/** SQL by which text is checked. */
export interface BytesQuery {
  /** The bytes of the columns of a row that hold text, which other programs may have written. → id */
  readonly findBytes: string;
}

/** Makes the query of a space; it is compiled when it is asked for. */
export function bytesQuery(db: Kysely<Tables>, space: Space): Compilers<BytesQuery> {
  return {
    findBytes: () => {
      const columns = TEXT_COLUMNS.map((column) => sql`cast(${sql.ref(column)} as blob)`);
      const query = sql`select ${sql.join(columns)} from ${sql.table(tableOf(space))} where id = ${sql.raw("?")}`;
      return query.compile(db).sql;
    },
  };
}
