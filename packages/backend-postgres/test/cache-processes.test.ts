import { describeCacheProcesses } from "@results-manager/testing";
import { recipeOf } from "./recipe.ts";

describeCacheProcesses({
  name: "PostgresCache",
  recipe: (folder) => recipeOf("PostgresCache", folder),
  transactions: true,
});
