import { mkdirSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { Kysely, SqliteDialect } from "kysely";
import type { Contender } from "../contender.ts";
import type { BenchRecord } from "../records.ts";

interface Tables {
  results: { id: string; value: string };
}

/** Plain Kysely, as in its documentation: each call builds, compiles and runs its query. */
export function kysely(synchronous: "FULL" | "NORMAL"): Contender {
  return {
    name: "kysely",
    role: "peer",
    open: async (folder) => {
      mkdirSync(folder, { recursive: true });
      const database = new Database(join(folder, "kysely.db"));
      database.pragma("journal_mode = WAL");
      database.pragma(`synchronous = ${synchronous}`);
      database.exec("create table results (id text primary key, value text not null)");
      const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database }) });
      const ids = db.selectFrom("results").select("id").orderBy("id");
      return {
        set: (id, record) => {
          const value = JSON.stringify(record);
          const insert = db.insertInto("results").values({ id, value });
          return insert.onConflict((conflict) => conflict.column("id").doUpdateSet({ value })).execute();
        },
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
