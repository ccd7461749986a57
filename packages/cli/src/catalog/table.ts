import type { CommandDefinition } from "../definition/command-definition.ts";
import { STORE } from "./store-argument.ts";

export const TABLE: CommandDefinition = {
  name: "table",
  summary: "Compares results: a row for each, and a column for each field.",
  arguments: [STORE, { name: "[prefix]", description: "id whose results are compared; all by default" }],
  options: [
    { flags: "--only-changed", description: "only fields that are not the same in all results" },
    { flags: "--keep <path>", description: "only these fields, and those below them", isList: true },
    { flags: "--drop <path>", description: "not these fields, nor those below them", isList: true },
    { flags: "--limit <n>", description: "at most n results", default: "10000" },
  ],
  examples: [
    { words: "table ./data runs --only-changed", meaning: "how the runs differ" },
    { words: "table ./data runs --keep config --csv", meaning: "their configurations, as CSV" },
  ],
  load: () => import("../commands/table.ts"),
};
