import type { CommandDefinition } from "../definition/command-definition.ts";
import { STORE } from "./store-argument.ts";

export const SCHEMA: CommandDefinition = {
  name: "schema",
  summary: "Prints the JSON Schemas of the models that wrote to the store.",
  arguments: [STORE, { name: "[model]", description: "name of one model" }],
  options: [],
  examples: [
    { words: "schema ./data", meaning: "all models with their versions" },
    { words: "schema ./data Run", meaning: "the schema of one model" },
  ],
  load: () => import("../commands/schema.ts"),
};
