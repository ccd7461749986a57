import { type CreateTableBuilder, type Kysely, sql } from "kysely";
import { PREFIX, type RecordTable, type Tables } from "./tables.ts";

type RecordTables = { [T in keyof Tables]: Tables[T] extends RecordTable ? T : never }[keyof Tables];

/** Builds a table with the original columns, those of the Python library. */
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

/** Builds a table of records with all columns. */
export function recordTable(db: Kysely<Tables>, table: RecordTables): CreateTableBuilder<string, string> {
  return pythonTable(db, table)
    .addColumn("version", "integer", (column) => column.notNull().defaultTo(1))
    .addColumn("types", "text")
    .addColumn("expires_at", "bigint");
}

/**
 * Creates a table of leases. Its rows are small, and found by the key alone: they are kept in the index of the key, which saves a page a
 * write.
 */
export async function createLeases(db: Kysely<Tables>, table: RecordTables): Promise<void> {
  await recordTable(db, table).modifyEnd(sql`without rowid`).execute();
  await indexExpiry(db, table);
}

/** Creates the index of records that expire. Others are not in it, so that writing them costs nothing. */
export async function indexExpiry(db: Kysely<Tables>, table: RecordTables): Promise<void> {
  const name = table.startsWith(PREFIX) ? table : `${PREFIX}${table}`;
  await db.schema
    .createIndex(`${name}_expiring`)
    .on(table)
    .columns(["id", "expires_at"])
    .where("expires_at", "is not", null)
    .execute();
}
