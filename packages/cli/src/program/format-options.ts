import type { OptionDefinition } from "../definition/command-definition.ts";

/** Options of every command. */
export const FORMAT_OPTIONS: readonly OptionDefinition[] = [
  { flags: "--json", description: "print one JSON document; errors are JSON, too" },
  { flags: "--ndjson", description: "print a JSON document a line, as in a pipe" },
  { flags: "--csv", description: "print comma-separated values" },
];
