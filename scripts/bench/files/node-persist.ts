import persist from "node-persist";
import type { Contender } from "../contender.ts";

/** node-persist without its write queue, which would delay a single set for up to a second. */
export const nodePersist: Contender = {
  name: "node-persist",
  role: "peer",
  open: async (folder) => {
    const storage = persist.create({ dir: folder, writeQueue: false, expiredInterval: 0 } as Parameters<
      typeof persist.create
    >[0]);
    await storage.init();
    return {
      set: (id, record) => storage.setItem(id, record),
      overwrite: (id, record) => storage.setItem(id, record),
      get: (id) => storage.getItem(id),
      exists: async (id) => (await storage.getItem(id)) !== undefined,
      list: async (prefix) => {
        const keys = await storage.keys((prefix && ((item) => item.key.startsWith(`${prefix}/`))) || undefined);
        return keys.sort();
      },
      delete: (id) => storage.removeItem(id),
      close: () => {},
    };
  },
};
