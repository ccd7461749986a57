import { Kysely, PostgresDialect } from "kysely";
import { Pool } from "pg";
import type { BenchStore, Contender } from "../contender.ts";
import { type KyselyTables, kyselyStore } from "../kysely-store.ts";
import { schemaOf } from "./schema-of.ts";

/** Plain Kysely on PostgreSQL. */
export function kysely(url: string): Contender {
  return {
    name: "kysely",
    role: "peer",
    open: async (folder) => {
      const pool = new Pool({ connectionString: url, max: 10 });
      const schema = schemaOf(folder);
      await pool.query(`create schema ${schema}`);
      await pool.query(`create table ${schema}.results (id text collate "C" primary key, value text not null)`);
      const db = new Kysely<KyselyTables>({ dialect: new PostgresDialect({ pool }) }).withSchema(schema);
      const store = kyselyStore(db);
      const skip: BenchStore["skip"] = (id, record) => {
        const insert = db.insertInto("results").values({ id, value: JSON.stringify(record) });
        return insert.onConflict((conflict) => conflict.column("id").doNothing()).execute();
      };
      return { ...store, overwrite: store.set, skip };
    },
  };
}
