import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";
import { createLeases, indexExpiry, pythonTable } from "./record-table.ts";
import type { Tables } from "./tables.ts";

/** Tables of results and leases. A table that the Python library made is reused, and missing columns are added. */
export const resultTables: Migration = {
  async up(db: Kysely<Tables>): Promise<void> {
    await pythonTable(db, "results").ifNotExists().execute();
    const columns = await sql<{ name: string }>`select name from pragma_table_info('results')`.execute(db);
    const there = new Set(columns.rows.map(({ name }) => name));
    const alter = db.schema.alterTable("results");
    if (!there.has("version")) {
      await alter.addColumn("version", "integer", (column) => column.notNull().defaultTo(1)).execute();
    }
    if (!there.has("types")) await alter.addColumn("types", "text").execute();
    if (!there.has("expires_at")) await alter.addColumn("expires_at", "bigint").execute();
    await indexExpiry(db, "results");
    await createLeases(db, "results_manager_leases");
  },
};
