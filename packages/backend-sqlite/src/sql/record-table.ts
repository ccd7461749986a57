import { type CreateTableBuilder, type Kysely, sql } from "kysely";
import { PREFIX, type RecordTable, type Tables } from "./tables.ts";

type RecordTables = { [T in keyof Tables]: Tables[T] extends RecordTable ? T : never }[keyof Tables];

/** The columns that a table of records has had from the first: those of the Python library. */
export function pythonTable(db: Kysely<Tables>, table: RecordTables): CreateTableBuilder<string, string> {
  return db.schema
    .createTable(table)
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("model_type", "text", (column) => column.notNull())
    .addColumn("namespace", "text", (column) => column.notNull())
    .addColumn("data", "text", (column) => column.notNull())
    .addColumn("created_at", "text", (column) => column.defaultTo(sql`CURRENT_TIMESTAMP`))
    .addColumn("updated_at", "text", (column) => column.defaultTo(sql`CURRENT_TIMESTAMP`));
}

/** A table of records with all its columns. */
export function recordTable(db: Kysely<Tables>, table: RecordTables): CreateTableBuilder<string, string> {
  return pythonTable(db, table)
    .addColumn("version", "integer", (column) => column.notNull().defaultTo(1))
    .addColumn("types", "text")
    .addColumn("expires_at", "bigint");
}

/** Few records expire: only those are in the index, so that others are written as fast as without it. */
export async function indexExpiry(db: Kysely<Tables>, table: RecordTables): Promise<void> {
  const name = table.startsWith(PREFIX) ? table : `${PREFIX}${table}`;
  await db.schema
    .createIndex(`${name}_expiring`)
    .on(table)
    .columns(["id", "expires_at"])
    .where("expires_at", "is not", null)
    .execute();
}
