import type { CommandDefinition } from "../definition/command-definition.ts";
import { STORE } from "./store-argument.ts";

export const STATS: CommandDefinition = {
  name: "stats",
  summary: "Counts what the store holds: results by model, cache entries, values and calls, with their size.",
  details: "Reads every record.",
  arguments: [STORE],
  options: [],
  examples: [{ words: "stats ./data", meaning: "how much of what is there" }],
  load: () => import("../commands/stats.ts"),
};
