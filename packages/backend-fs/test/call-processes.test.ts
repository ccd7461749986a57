import { describeCallProcesses } from "@results-manager/testing";

describeCallProcesses({
  name: "FileCalls, full",
  recipe: (folder) => ({
    module: new URL("../src/index.ts", import.meta.url).href,
    export: "FileCalls",
    args: [folder],
    options: { durability: "full" },
  }),
});

/** Run by `pnpm test:all`; calls over destructuring run between processes over SQLite every time. */
const describeSeldom = process.env.TEST_ALL ? describeCallProcesses : () => {};

describeSeldom({
  name: "Calls over Destructuring over files",
  recipe: (folder) => ({
    module: new URL("./children/split-calls.ts", import.meta.url).href,
    export: "SplitCalls",
    args: [folder],
    options: { durability: "process" },
  }),
});
