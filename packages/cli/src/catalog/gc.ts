import type { CommandDefinition } from "../definition/command-definition.ts";
import { REMOVING } from "./removing-options.ts";
import { STORE } from "./store-argument.ts";

export const GC: CommandDefinition = {
  name: "gc",
  summary: "Removes stored values that no call, alias or other value refers to.",
  details: "Values whose digests are kept elsewhere must be named by --root, or they are removed.",
  arguments: [STORE],
  options: [
    ...REMOVING,
    { flags: "--root <digest>", description: "a value that stays, with all it refers to", isList: true },
  ],
  examples: [{ words: "gc ./data --yes", meaning: "only what calls and aliases refer to stays" }],
  load: () => import("../commands/maintenance/gc.ts"),
};
