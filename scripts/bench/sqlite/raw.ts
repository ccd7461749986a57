import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Durability } from "@results-manager/core";
import Database from "better-sqlite3";
import type { BenchStore, Contender } from "../contender.ts";
import type { BenchRecord } from "../records.ts";

/**
 * Limit for SQLite: better-sqlite3 with prepared statements, the same journal, and one transaction for each batch; with JSON, without
 * validation.
 */
export function raw(durability: Durability): Contender {
  return {
    name: "raw better-sqlite3",
    role: "raw",
    open: (folder): BenchStore => {
      mkdirSync(folder, { recursive: true });
      const db = new Database(join(folder, "raw.db"));
      db.pragma("journal_mode = WAL");
      db.pragma(`synchronous = ${durability === "full" ? "FULL" : "NORMAL"}`);
      db.pragma(`wal_autocheckpoint = ${durability === "full" ? 1_000 : 4_000}`);
      db.exec("create table results (id text primary key, value text not null)");
      const upsert = db.prepare(
        "insert into results values (?, ?) on conflict (id) do update set value = excluded.value",
      );
      const find = db.prepare("select value from results where id = ?").pluck();
      const has = db.prepare("select 1 from results where id = ?").pluck();
      const all = db.prepare("select id from results order by id").pluck();
      const below = db.prepare("select id from results where id > ? and id < ? order by id").pluck();
      const remove = db.prepare("delete from results where id = ?");
      return {
        begin: () => db.exec("begin"),
        commit: () => db.exec("commit"),
        set: (id, record) => upsert.run(id, JSON.stringify(record)),
        get: (id) => JSON.parse(find.get(id) as string) as BenchRecord,
        exists: (id) => has.get(id) !== undefined,
        list: (prefix) => (prefix === undefined ? all.all() : below.all(`${prefix}/`, `${prefix}0`)) as string[],
        delete: (id) => remove.run(id),
        close: () => void db.close(),
      };
    },
  };
}
