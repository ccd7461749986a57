import { describeCallProcesses } from "@results-manager/testing";
import { recipeOf } from "./recipe.ts";

describeCallProcesses({
  name: "Calls over Destructuring over PostgreSQL",
  recipe: (folder) =>
    recipeOf("SplitCalls", folder, { module: new URL("./children/split-calls.ts", import.meta.url).href }),
});
