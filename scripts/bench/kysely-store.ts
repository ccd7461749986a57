import type { Kysely } from "kysely";
import type { BenchStore } from "./contender.ts";
import type { BenchRecord } from "./records.ts";

/** Table of a bench of plain Kysely. */
export interface KyselyTables {
  results: { id: string; value: string };
}

/** Builds the calls of plain Kysely, as in its documentation: each builds, compiles and runs its query. */
export function kyselyStore(db: Kysely<KyselyTables>): BenchStore {
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
}
