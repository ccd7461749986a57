import type { OptionDefinition } from "../definition/command-definition.ts";

/** Options of commands that remove something. */
export const REMOVING: readonly OptionDefinition[] = [
  { flags: "--dry-run", description: "tell what would be done, and do nothing" },
  { flags: "-y, --yes", description: "do not ask" },
];
