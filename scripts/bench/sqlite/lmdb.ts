import { open } from "lmdb";
import type { Contender } from "../contender.ts";
import type { BenchRecord } from "../records.ts";

/** lmdb, a faster store that is not SQLite. It syncs when it commits, some time after a set was called. */
export const lmdb: Contender = {
  name: "lmdb",
  role: "mark",
  open: (folder) => {
    const db = open<BenchRecord, string>({ path: folder });
    return {
      set: (id, record) => db.put(id, record),
      get: (id) => db.get(id),
      exists: (id) => db.doesExist(id),
      list: (prefix) => [...db.getKeys(prefix === undefined ? {} : { start: `${prefix}/`, end: `${prefix}0` })],
      delete: (id) => db.remove(id),
      close: () => db.close(),
    };
  },
};
