import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";
import { createLeases, indexExpiry, recordTable } from "./record-table.ts";
import type { Tables } from "./tables.ts";

const CALLS = "results_manager_calls";
const ARGUMENTS = "results_manager_arguments";
const METADATA = "results_manager_metadata";

/** Fields of a call that have their own column. */
const FIELDS = {
  name: "name",
  module: "module",
  call_version: "version",
  fingerprint: "fingerprint",
  result: "result",
} as const;

/** Tables of calls, their arguments and metadata, and leases of running computations. */
export const callTables: Migration = {
  async up(db: Kysely<Tables>): Promise<void> {
    let calls = recordTable(db, CALLS);
    for (const [column, field] of Object.entries(FIELDS)) {
      const value = sql`case when json_valid(data) then data ->> ${sql.lit(`$.${field}`)} end`;
      calls = calls.addColumn(column, "text", (generated) => generated.generatedAlwaysAs(value).stored());
    }
    await calls.execute();
    await indexExpiry(db, CALLS);
    await createDerived(db);
    await createLeases(db, "results_manager_call_leases");
  },
};

/** Creates the tables of arguments and metadata, which are filled with each call that is written. */
async function createDerived(db: Kysely<Tables>): Promise<void> {
  await db.schema
    .createTable(ARGUMENTS)
    .addColumn("call", "text", (column) => column.notNull().references(`${CALLS}.id`).onDelete("cascade"))
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("value", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint(`${ARGUMENTS}_key`, ["call", "name"])
    .modifyEnd(sql`without rowid`)
    .execute();
  await db.schema
    .createTable(METADATA)
    .addColumn("call", "text", (column) => column.notNull().references(`${CALLS}.id`).onDelete("cascade"))
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("key", "text", (column) => column.notNull())
    .addColumn("value", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint(`${METADATA}_key`, ["call", "name", "key"])
    .modifyEnd(sql`without rowid`)
    .execute();
  const index = (table: string, by: string, columns: string[]): Promise<void> =>
    db.schema.createIndex(`${table}_by_${by}`).on(table).columns(columns).execute();
  await index(ARGUMENTS, "value", ["name", "value", "call"]);
  await index(METADATA, "value", ["name", "key", "value", "call"]);
  await index(CALLS, "name", ["name", "module", "call_version", "id"]);
  await index(CALLS, "result", ["result", "id"]);
}
