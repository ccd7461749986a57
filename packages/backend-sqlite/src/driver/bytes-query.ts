import type { Tables } from "@results-manager/sql";
import { type Kysely, sql } from "kysely";

/** Columns whose text becomes part of a record. */
const TEXT_COLUMNS = ["model_type", "namespace", "data", "types"] as const;

/** SQL by which text is checked. */
export interface BytesQuery {
  /** The bytes of the columns of a row that hold text, which other programs may have written. → id */
  readonly findBytes: string;
}

/** Compiles the query for results. */
export function bytesQuery(db: Kysely<Tables>): BytesQuery {
  const columns = TEXT_COLUMNS.map((column) => sql`cast(${sql.ref(column)} as blob)`);
  const query = sql`select ${sql.join(columns)} from ${sql.table("results")} where id = ${sql.raw("?")}`;
  return { findBytes: query.compile(db).sql };
}
