import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";
import { indexExpiry } from "./index-expiry.ts";
import type { Tables } from "./tables.ts";

/** What a record of a call says: nothing, where it is damaged. */
const DATA = "case when json_valid(new.data) then new.data else '{}' end";

/** What of a call stands in tables of its own. */
const DERIVED = `
  insert into arguments (call, name, value)
    select new.id, key, value from json_each(${DATA}, '$.arguments');
  insert into metadata (call, name, key, value)
    select new.id, key, '', '' from json_each(${DATA}, '$.metadata');
  insert into metadata (call, name, key, value)
    select new.id, groups.key, entries.key, entries.value
    from json_each(${DATA}, '$.metadata') as groups, json_each(groups.value) as entries;`;

/** Values, calls with what they are found by, and what is written down before work on several records. */
export const valuesAndCalls: Migration = {
  async up(db: Kysely<Tables>): Promise<void> {
    for (const table of ["values", "calls", "call_leases", "journal"] as const) {
      let create = db.schema
        .createTable(table)
        .addColumn("id", "text", (column) => column.primaryKey())
        .addColumn("model_type", "text", (column) => column.notNull())
        .addColumn("namespace", "text", (column) => column.notNull())
        .addColumn("data", "text", (column) => column.notNull())
        .addColumn("created_at", "text")
        .addColumn("updated_at", "text")
        .addColumn("version", "integer", (column) => column.notNull())
        .addColumn("types", "text")
        .addColumn("expires_at", "bigint");
      if (table === "calls") {
        for (const [column, field] of [
          ["name", "name"],
          ["module", "module"],
          ["call_version", "version"],
          ["result", "result"],
        ] as const) {
          const value = sql`case when json_valid(data) then data ->> ${sql.lit(`$.${field}`)} end`;
          create = create.addColumn(column, "text", (generated) => generated.generatedAlwaysAs(value).stored());
        }
      }
      await create.execute();
      await indexExpiry(db, table);
    }
    await createDerived(db);
  },
};

/** The database fills these tables by itself: whoever writes a call cannot forget them. */
async function createDerived(db: Kysely<Tables>): Promise<void> {
  await db.schema
    .createTable("arguments")
    .addColumn("call", "text", (column) => column.notNull().references("calls.id").onDelete("cascade"))
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("value", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("arguments_key", ["call", "name"])
    .modifyEnd(sql`without rowid`)
    .execute();
  await db.schema
    .createTable("metadata")
    .addColumn("call", "text", (column) => column.notNull().references("calls.id").onDelete("cascade"))
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("key", "text", (column) => column.notNull())
    .addColumn("value", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("metadata_key", ["call", "name", "key"])
    .modifyEnd(sql`without rowid`)
    .execute();
  await db.schema.createIndex("arguments_by_value").on("arguments").columns(["name", "value", "call"]).execute();
  await db.schema.createIndex("metadata_by_value").on("metadata").columns(["name", "key", "value", "call"]).execute();
  await db.schema.createIndex("calls_by_name").on("calls").columns(["name", "module", "call_version", "id"]).execute();
  await db.schema.createIndex("calls_by_result").on("calls").columns(["result", "id"]).execute();
  await sql.raw(`create trigger calls_inserted after insert on calls begin ${DERIVED} end`).execute(db);
  await sql
    .raw(`create trigger calls_updated after update of data on calls begin
      delete from arguments where call = new.id;
      delete from metadata where call = new.id; ${DERIVED} end`)
    .execute(db);
}
