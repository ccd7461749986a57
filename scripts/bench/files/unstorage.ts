import { createStorage } from "unstorage";
import fsLite from "unstorage/drivers/fs-lite";
import type { Contender } from "../contender.ts";
import type { BenchRecord } from "../records.ts";

/** unstorage with its `fs-lite` driver: one file per key, written in place. Its keys have colons where ids have slashes. */
export const unstorage: Contender = {
  name: "unstorage",
  role: "peer",
  open: (folder) => {
    const storage = createStorage<BenchRecord>({ driver: fsLite({ base: folder }) });
    const keyOf = (id: string): string => id.replaceAll("/", ":");
    return {
      set: (id, record) => storage.setItem(keyOf(id), record),
      overwrite: (id, record) => storage.setItem(keyOf(id), record),
      get: async (id) => (await storage.getItem(keyOf(id))) ?? undefined,
      exists: (id) => storage.hasItem(keyOf(id)),
      list: async (prefix) => (await storage.getKeys(prefix && keyOf(prefix))).sort(),
      delete: (id) => storage.removeItem(keyOf(id)),
      close: () => storage.dispose(),
    };
  },
};
