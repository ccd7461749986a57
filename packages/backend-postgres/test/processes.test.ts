import { describeProcesses } from "@results-manager/testing";
import { recipeOf } from "./recipe.ts";

describeProcesses({
  name: "PostgresBackend",
  recipe: (folder) => recipeOf("PostgresBackend", folder),
  kills: process.env.TEST_ALL ? 10 : 3,
});
