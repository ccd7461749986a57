import type { CommandDefinition } from "../definition/command-definition.ts";
import { STORE } from "./store-argument.ts";

export const COMPACT: CommandDefinition = {
  name: "compact",
  summary: "Returns the disk space of removed records to the system, and deletes left-over temporary files.",
  details: "Stored records do not change.",
  arguments: [STORE],
  options: [{ flags: "--dry-run", description: "tell about how much could be freed, and do nothing" }],
  examples: [{ words: "compact sqlite:./lab.db", meaning: "shrinks the database" }],
  load: () => import("../commands/maintenance/compact.ts"),
};
