import { Kysely, PostgresDialect } from "kysely";
import { Pool } from "pg";
import type { Contender } from "../contender.ts";
import type { BenchRecord } from "../records.ts";
import { schemaOf } from "./schema-of.ts";

interface Tables {
  results: { id: string; value: string };
}

/** Plain Kysely, as in its documentation: each call builds, compiles and runs its query. */
export function kysely(url: string): Contender {
  return {
    name: "kysely",
    role: "peer",
    open: async (folder) => {
      const pool = new Pool({ connectionString: url, max: 10 });
      const schema = schemaOf(folder);
      await pool.query(`create schema ${schema}`);
      await pool.query(`create table ${schema}.results (id text collate "C" primary key, value text not null)`);
      const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) }).withSchema(schema);
      const ids = db.selectFrom("results").select("id").orderBy("id");
      const set = (id: string, record: BenchRecord): Promise<unknown> => {
        const value = JSON.stringify(record);
        const insert = db.insertInto("results").values({ id, value });
        return insert.onConflict((conflict) => conflict.column("id").doUpdateSet({ value })).execute();
      };
      return {
        set,
        overwrite: set,
        get: async (id) => {
          const found = await db.selectFrom("results").select("value").where("id", "=", id).executeTakeFirst();
          return found && (JSON.parse(found.value) as BenchRecord);
        },
        exists: async (id) => {
          const found = await db.selectFrom("results").select("id").where("id", "=", id).executeTakeFirst();
          return found !== undefined;
        },
        list: async (prefix) => {
          const some = prefix === undefined ? ids : ids.where("id", ">", `${prefix}/`).where("id", "<", `${prefix}0`);
          return (await some.execute()).map(({ id }) => id);
        },
        delete: (id) => db.deleteFrom("results").where("id", "=", id).execute(),
        close: () => db.destroy(),
      };
    },
  };
}
