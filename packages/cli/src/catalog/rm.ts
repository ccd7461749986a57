import type { CommandDefinition } from "../definition/command-definition.ts";
import { REMOVING } from "./removing-options.ts";
import { STORE } from "./store-argument.ts";

export const RM: CommandDefinition = {
  name: "rm",
  summary: "Removes results by their ids.",
  arguments: [STORE, { name: "<ids...>", description: "ids of results, or of prefixes with -r" }],
  options: [...REMOVING, { flags: "-r, --recursive", description: "also all results below the ids" }],
  examples: [
    { words: "rm ./data runs/7/loss", meaning: "one result" },
    { words: "rm -r ./data runs/7 --dry-run", meaning: "the ids that would be removed" },
  ],
  load: () => import("../commands/maintenance/rm.ts"),
};
