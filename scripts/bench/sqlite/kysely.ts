import { mkdirSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { Kysely, SqliteDialect } from "kysely";
import type { Contender } from "../contender.ts";
import { type KyselyTables, kyselyStore } from "../kysely-store.ts";

/** Plain Kysely on SQLite. */
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
      return kyselyStore(new Kysely<KyselyTables>({ dialect: new SqliteDialect({ database }) }));
    },
  };
}
