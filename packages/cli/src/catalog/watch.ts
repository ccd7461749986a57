import type { CommandDefinition } from "../definition/command-definition.ts";
import { STORE } from "./store-argument.ts";

export const WATCH: CommandDefinition = {
  name: "watch",
  summary: "Prints a line for each result that changes, also by other programs, until it is interrupted.",
  details:
    "A change may be printed more than once. In a SQLite database, a table keeps the changes while they are watched; with --read-only the results are read again and again instead.",
  arguments: [STORE, { name: "[prefix]", description: "id at and below which results are watched; all by default" }],
  options: [{ flags: "--read-only", description: "write nothing, not even into a database" }],
  examples: [
    { words: "watch ./data runs", meaning: "what is written and removed below runs" },
    { words: "watch sqlite:./lab.db | jq -r .id", meaning: "the ids, as they change" },
  ],
  load: () => import("../commands/watch.ts"),
};
