import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { createDatabase } from "db0";
import betterSqlite from "db0/connectors/better-sqlite3";
import { createStorage } from "unstorage";
import db0 from "unstorage/drivers/db0";
import type { Contender } from "../contender.ts";
import type { BenchRecord } from "../records.ts";

/** unstorage on db0's connector for better-sqlite3, in the same journal mode. */
export function unstorageDb0(synchronous: "FULL" | "NORMAL"): Contender {
  return {
    name: "unstorage db0",
    role: "peer",
    open: async (folder) => {
      mkdirSync(folder, { recursive: true });
      const database = createDatabase(betterSqlite({ path: join(folder, "db0.db") }));
      await database.exec("pragma journal_mode = WAL");
      await database.exec(`pragma synchronous = ${synchronous}`);
      const storage = createStorage<BenchRecord>({ driver: db0({ database }) });
      const keyOf = (id: string): string => id.replaceAll("/", ":");
      return {
        set: (id, record) => storage.setItem(keyOf(id), record),
        get: async (id) => (await storage.getItem(keyOf(id))) ?? undefined,
        exists: (id) => storage.hasItem(keyOf(id)),
        list: (prefix) => storage.getKeys(prefix && keyOf(prefix)),
        delete: (id) => storage.removeItem(keyOf(id)),
        close: () => storage.dispose(),
      };
    },
  };
}
