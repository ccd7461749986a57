import type { CommandDefinition } from "../definition/command-definition.ts";
import { STORE } from "./store-argument.ts";

export const TYPES: CommandDefinition = {
  name: "types",
  summary: "Prints TypeScript types for the models that wrote to the store.",
  arguments: [STORE],
  options: [],
  examples: [{ words: "types ./data > models.ts", meaning: "a type for each model" }],
  printsCode: true,
  load: () => import("../commands/types.ts"),
};
