import type { CommandDefinition } from "../definition/command-definition.ts";
import { STORE } from "./store-argument.ts";

export const EXPORT: CommandDefinition = {
  name: "export",
  summary: "Writes what a store holds to a file or to stdout.",
  details:
    "JSON lines (jsonl) keep everything: types, times, models, tags and aliases; 'import' reads them back. The other forms are tables of results, or of a cache: an id and the fields of the value by their dotted paths. A damaged record is told, and the others are exported.",
  arguments: [
    STORE,
    { name: "[prefix]", description: "only results of this id and below, or cache entries whose keys begin with it" },
  ],
  options: [
    {
      flags: "-f, --format <format>",
      description: "form of the data",
      choices: ["jsonl", "csv", "parquet", "h5"],
      default: "jsonl",
    },
    { flags: "-o, --output <file>", description: "file to write, '-' for stdout", default: "-" },
    {
      flags: "--face <face>",
      description: "what to export; all by default, or the results if there is a prefix, or for a table",
      choices: ["results", "cache", "values", "calls", "all"],
    },
    { flags: "--raw", description: "leave text in CSV that a spreadsheet takes for a formula as it is" },
  ],
  examples: [
    { words: "export ./data -o data.jsonl", meaning: "everything, to a file" },
    { words: "export ./data runs/7 | gzip > run7.jsonl.gz", meaning: "the results below runs/7, compressed" },
    { words: "export ./data -f parquet -o runs.parquet", meaning: "the results as a table, for DuckDB or pandas" },
  ],
  load: () => import("../commands/export.ts"),
};
