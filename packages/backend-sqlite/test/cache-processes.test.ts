import { join } from "node:path";
import { describeCacheProcesses } from "@results-manager/testing";

const MODULE = new URL("../src/index.ts", import.meta.url).href;

for (const durability of ["full", "process"]) {
  describeCacheProcesses({
    name: `SqliteCache, ${durability}`,
    recipe: (folder) => ({
      module: MODULE,
      export: "SqliteCache",
      args: [join(folder, "cache.db")],
      options: { durability },
    }),
    transactions: true,
  });
}
