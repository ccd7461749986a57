import type { CommandDefinition } from "../definition/command-definition.ts";
import { REMOVING } from "./removing-options.ts";
import { STORE } from "./store-argument.ts";

export const MIGRATE: CommandDefinition = {
  name: "migrate",
  summary: "Upgrades the results that older versions of your models wrote.",
  details: "Runs the program that --models names: it must register the models, with their functions 'upgrade'.",
  arguments: [STORE, { name: "[prefix]", description: "only this id and the ids below it" }],
  options: [{ flags: "--models <file>", description: "module that registers the models" }, ...REMOVING],
  examples: [{ words: "migrate ./data --models ./src/models.ts --dry-run", meaning: "the number of old results" }],
  load: () => import("../commands/maintenance/migrate.ts"),
};
