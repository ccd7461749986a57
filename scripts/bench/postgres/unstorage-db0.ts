import { createDatabase } from "db0";
import postgresql from "db0/connectors/postgresql";
import { createStorage } from "unstorage";
import db0 from "unstorage/drivers/db0";
import type { Contender } from "../contender.ts";
import type { BenchRecord } from "../records.ts";
import { schemaOf } from "./schema-of.ts";

/** unstorage on db0's connector for PostgreSQL. */
export function unstorageDb0(url: string): Contender {
  return {
    name: "unstorage db0",
    role: "peer",
    open: (folder) => {
      const database = createDatabase(postgresql({ url }));
      const storage = createStorage<BenchRecord>({ driver: db0({ database, tableName: schemaOf(folder) }) });
      const keyOf = (id: string): string => id.replaceAll("/", ":");
      return {
        set: (id, record) => storage.setItem(keyOf(id), record),
        overwrite: (id, record) => storage.setItem(keyOf(id), record),
        skip: async (id, record) => (await storage.hasItem(keyOf(id))) || storage.setItem(keyOf(id), record),
        get: async (id) => (await storage.getItem(keyOf(id))) ?? undefined,
        exists: (id) => storage.hasItem(keyOf(id)),
        list: (prefix) => storage.getKeys(prefix && keyOf(prefix)),
        delete: (id) => storage.removeItem(keyOf(id)),
        close: async () => {
          await storage.dispose();
          await database.dispose();
        },
      };
    },
  };
}
