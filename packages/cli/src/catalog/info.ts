import type { CommandDefinition } from "../definition/command-definition.ts";
import { STORE } from "./store-argument.ts";

export const INFO: CommandDefinition = {
  name: "info",
  summary: "Prints the model, version, size and times of a result.",
  arguments: [STORE, { name: "<id>", description: "id of the result" }],
  options: [],
  examples: [{ words: "info ./data runs/7/loss", meaning: "who wrote the result, and when" }],
  load: () => import("../commands/info.ts"),
};
