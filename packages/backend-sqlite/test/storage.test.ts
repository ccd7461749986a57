import { join } from "node:path";
import { describeStorage, inNewFolder } from "@results-manager/testing";
import { SqliteStorage } from "../src/index.ts";
import { openRaw } from "./open-raw.ts";

describeStorage({
  name: "SqliteStorage",
  properties: { runs: 20 },
  open: async (context) => {
    const path = (folder: string) => join(folder, "results.db");
    const store = inNewFolder((folder) => new SqliteStorage(path(folder), { ...context, durability: "process" }));
    return {
      ...store,
      storage: store.open(),
      corrupt: async (key) => {
        const raw = openRaw(path(store.folder));
        raw.prepare("update results set data = '{\"torn' where id = ?").run(key);
        raw.close();
      },
    };
  },
});
