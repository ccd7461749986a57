import type { CommandDefinition } from "../definition/command-definition.ts";
import { STORE } from "./store-argument.ts";

export const IMPORT: CommandDefinition = {
  name: "import",
  summary: "Stores what 'export' wrote. A store that is not there is made.",
  details:
    "A line that cannot be stored is told with its number, and the others are stored. Cache entries and calls replace those that are there, and equal values are stored once, whatever the behavior.",
  arguments: [STORE, { name: "[file]", description: "file to read; '-', or none, for stdin" }],
  options: [
    {
      flags: "--behavior <behavior>",
      description: "action for a result that is already stored",
      choices: ["raise_if_exists", "raise_if_different", "skip_if_exists", "overwrite"],
      default: "raise_if_exists",
    },
    { flags: "--dry-run", description: "check everything and count, but store nothing" },
  ],
  examples: [
    { words: "import ./data data.jsonl", meaning: "store a file that 'export' wrote" },
    { words: "import sqlite:./lab.db data.jsonl --behavior skip_if_exists", meaning: "go on after an interruption" },
    { words: "export ./data | results import ./copy", meaning: "without a file between" },
  ],
  load: () => import("../commands/import.ts"),
};
