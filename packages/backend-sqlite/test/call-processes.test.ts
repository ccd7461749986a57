import { join } from "node:path";
import { describeCallProcesses } from "@results-manager/testing";

describeCallProcesses({
  name: "Calls over Destructuring over SQLite",
  recipe: (folder) => ({
    module: new URL("./children/split-calls.ts", import.meta.url).href,
    export: "SplitCalls",
    args: [join(folder, "calls.db")],
    options: { durability: "full" },
  }),
});
