import type { ArgumentDefinition } from "../definition/command-definition.ts";

/** Argument of nearly all commands. */
export const STORE: ArgumentDefinition = {
  name: "<store>",
  description:
    "path of a store or of a SQLite database, or a URL such as sqlite:./lab.db or postgres://user@host/database",
};
