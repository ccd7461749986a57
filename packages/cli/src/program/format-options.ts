import type { CommandDefinition, OptionDefinition } from "../definition/command-definition.ts";

/** Options of every command that prints data. */
export const FORMAT_OPTIONS: readonly OptionDefinition[] = [
  { flags: "--json", description: "print one JSON document; errors are JSON, too" },
  { flags: "--ndjson", description: "print a JSON document a line, as in a pipe" },
  { flags: "--csv", description: "print comma-separated values" },
];

/** Returns all options of a command. */
export function optionsOf({ options, printsCode }: CommandDefinition): readonly OptionDefinition[] {
  return printsCode ? options : [...options, ...FORMAT_OPTIONS];
}
