import { ClassicLevel } from "classic-level";
import type { Contender } from "../contender.ts";
import type { BenchRecord } from "../records.ts";

/** classic-level: LevelDB, another store that is not SQLite. */
export function classicLevel(sync: boolean): Contender {
  return {
    name: "classic-level",
    role: "mark",
    open: async (folder) => {
      const db = new ClassicLevel<string, BenchRecord>(folder, { valueEncoding: "json" });
      await db.open();
      return {
        set: (id, record) => db.put(id, record, { sync }),
        get: (id) => db.get(id),
        exists: (id) => db.has(id),
        list: (prefix) => db.keys(prefix === undefined ? {} : { gt: `${prefix}/`, lt: `${prefix}0` }).all(),
        delete: (id) => db.del(id, { sync }),
        close: () => db.close(),
      };
    },
  };
}
