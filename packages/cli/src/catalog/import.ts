import type { CommandDefinition } from "../definition/command-definition.ts";
import { STORE } from "./store-argument.ts";

export const IMPORT: CommandDefinition = {
  name: "import",
  summary: "Stores what 'export' or another program wrote. A store that is not there is made.",
  details:
    "CSV becomes plain objects: the columns are dotted paths of fields. A line that cannot be stored is told with its number, and the others are stored. Cache entries and calls replace those that are there, and equal values are stored once, whatever the behavior.",
  arguments: [
    STORE,
    { name: "[file]", description: "file to read, '-' or none for stdin; a folder, or a database, with --from" },
  ],
  options: [
    {
      flags: "--behavior <behavior>",
      description: "action for a result that is already stored",
      choices: ["raise_if_exists", "raise_if_different", "skip_if_exists", "overwrite"],
      default: "raise_if_exists",
    },
    {
      flags: "-f, --format <format>",
      description: "form of the data; csv by default for a file that ends in .csv, else jsonl",
      choices: ["jsonl", "csv"],
    },
    { flags: "--model <name>", description: "model of the results of CSV" },
    { flags: "--id <column>", description: "column of the ids of CSV, id by default", mayBeEmpty: true },
    {
      flags: "--from <program>",
      description: "program that wrote the folder or the database",
      choices: ["mlflow", "crawlee", "node-persist", "keyv-sqlite"],
    },
    { flags: "--dry-run", description: "check everything and count, but store nothing" },
  ],
  examples: [
    { words: "import ./data data.jsonl", meaning: "store a file that 'export' wrote" },
    { words: "import sqlite:./lab.db data.jsonl --behavior skip_if_exists", meaning: "go on after an interruption" },
    { words: "import ./data runs.csv --model Run --id run", meaning: "a result for each row of a table" },
    { words: "import ./data ./mlruns --from mlflow", meaning: "a result for each run of MLflow" },
    { words: "export ./data | results import ./copy", meaning: "without a file between" },
  ],
  load: () => import("../commands/import.ts"),
};
