import { describeCallProcesses } from "@results-manager/testing";

describeCallProcesses({
  name: "Hdf5Calls, full",
  recipe: (folder) => ({
    module: new URL("../src/index.ts", import.meta.url).href,
    export: "Hdf5Calls",
    args: [folder],
    options: { durability: "full" },
  }),
});
