import type { CommandDefinition } from "../definition/command-definition.ts";
import { REMOVING } from "./removing-options.ts";
import { STORE } from "./store-argument.ts";

export const PRUNE: CommandDefinition = {
  name: "prune",
  summary: "Removes expired results, cache entries and calls.",
  details: "They count as absent anyway; this frees their space.",
  arguments: [STORE],
  options: REMOVING,
  examples: [{ words: "prune ./data --dry-run", meaning: "the number of expired records" }],
  load: () => import("../commands/maintenance/prune.ts"),
};
