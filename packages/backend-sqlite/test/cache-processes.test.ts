import { join } from "node:path";
import { describeCacheProcesses } from "@results-manager/testing";

const MODULE = new URL("../src/index.ts", import.meta.url).href;

/** A kill and a race show the same with both: `pnpm test:all` runs the other one, too. */
const DURABILITIES = process.env.TEST_ALL ? ["full", "process"] : ["full"];

for (const durability of DURABILITIES) {
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
