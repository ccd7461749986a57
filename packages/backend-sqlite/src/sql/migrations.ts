import { type CreateTableBuilder, type Kysely, sql } from "kysely";
import type { Migration, MigrationProvider } from "kysely/migration";
import { indexExpiry } from "./index-expiry.ts";
import type { Tables } from "./tables.ts";
import { valuesAndCalls } from "./values-and-calls.ts";

/** The first layout; a table that the Python library made is taken over, and gains the columns that it lacks. */
const records: Migration = {
  async up(db: Kysely<Tables>): Promise<void> {
    for (const table of ["results", "leases"] as const) {
      await recordTable(db, table).execute();
      const tables = await db.introspection.getTables();
      const there = new Set(tables.find(({ name }) => name === table)?.columns.map(({ name }) => name));
      const alter = db.schema.alterTable(table);
      if (!there.has("version")) {
        await alter.addColumn("version", "integer", (column) => column.notNull().defaultTo(1)).execute();
      }
      if (!there.has("types")) await alter.addColumn("types", "text").execute();
      if (!there.has("expires_at")) await alter.addColumn("expires_at", "bigint").execute();
      await indexExpiry(db, table);
    }
  },
};

/** The cache face: its entries, the generations of its tags, and the leases of what is being computed. */
const cache: Migration = {
  async up(db: Kysely<Tables>): Promise<void> {
    for (const table of ["cache", "cache_tags", "cache_leases"] as const) {
      const records = recordTable(db, table)
        .addColumn("version", "integer", (column) => column.notNull().defaultTo(1))
        .addColumn("types", "text")
        .addColumn("expires_at", "bigint");
      await (table === "cache" ? records.addColumn("used_at", "text") : records).execute();
      await indexExpiry(db, table);
    }
  },
};

/** The columns that a table of records has had from the first. */
function recordTable(db: Kysely<Tables>, table: keyof Tables): CreateTableBuilder<string, string> {
  return db.schema
    .createTable(table)
    .ifNotExists()
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("model_type", "text", (column) => column.notNull())
    .addColumn("namespace", "text", (column) => column.notNull())
    .addColumn("data", "text", (column) => column.notNull())
    .addColumn("created_at", "text", (column) => column.defaultTo(sql`CURRENT_TIMESTAMP`))
    .addColumn("updated_at", "text", (column) => column.defaultTo(sql`CURRENT_TIMESTAMP`));
}

/** Every change of the layout, by name, in order. What has been released is never changed again. */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  "0001_records": records,
  "0002_cache": cache,
  "0003_values_and_calls": valuesAndCalls,
};

/** Gives Kysely's migrator what it may run. */
export const migrationProvider: MigrationProvider = { getMigrations: async () => MIGRATIONS };
