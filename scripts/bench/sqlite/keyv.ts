import { mkdirSync } from "node:fs";
import { join } from "node:path";
import KeyvSqlite from "@keyv/sqlite";
import Keyv from "keyv";
import type { Contender } from "../contender.ts";
import type { BenchRecord } from "../records.ts";

/** keyv on its SQLite adapter. */
export const keyv: Contender = {
  name: "keyv",
  role: "peer",
  open: (folder) => {
    mkdirSync(folder, { recursive: true });
    const store = new KeyvSqlite({ uri: `sqlite://${join(folder, "keyv.db")}`, wal: true });
    const keyvStore = new Keyv<BenchRecord>({ store });
    return {
      set: (id, record) => keyvStore.set(id, record),
      get: (id) => keyvStore.get(id),
      exists: (id) => keyvStore.has(id),
      list: async (prefix) => {
        const ids: string[] = [];
        for await (const [id] of keyvStore.iterator?.() ?? []) ids.push(id);
        return (prefix === undefined ? ids : ids.filter((id) => id.startsWith(`${prefix}/`))).sort();
      },
      delete: (id) => keyvStore.delete(id),
      close: () => keyvStore.disconnect(),
    };
  },
};
