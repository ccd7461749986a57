import type { CommandDefinition } from "../definition/command-definition.ts";
import { STORE } from "./store-argument.ts";

export const VERIFY: CommandDefinition = {
  name: "verify",
  summary: "Checks that every record of a store can be read and is what its key says, and lists the faults.",
  details:
    "The exit code is 1 if there is a fault. --fix moves what is damaged into a quarantine, and deletes nothing: files to .results-manager/quarantine, rows to the table results_manager_quarantine. --models runs the named module, which is your own program.",
  arguments: [STORE],
  options: [
    {
      flags: "--models <module>",
      description: "run a module that registers models, and validate the results with them",
    },
    { flags: "--fix", description: "move what is damaged into a quarantine" },
    { flags: "-y, --yes", description: "do not ask" },
  ],
  examples: [
    { words: "verify ./data", meaning: "the faults of all faces" },
    {
      words: "verify sqlite:./lab.db --models ./src/models.ts",
      meaning: "also the results that do not fit their models",
    },
    { words: "verify ./data --fix", meaning: "what is damaged is set aside" },
  ],
  load: () => import("../commands/verify/verify.ts"),
};
