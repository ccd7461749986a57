import type { CommandDefinition } from "../definition/command-definition.ts";
import { STORE } from "./store-argument.ts";

export const COPY: CommandDefinition = {
  name: "copy",
  summary: "Copies what a store holds to another one, which is made if it is not there.",
  details:
    "A copy that was interrupted can be run again. Cache entries and calls replace those that are there, and equal values are stored once, whatever the behavior.",
  arguments: [
    { ...STORE, name: "<from>" },
    { ...STORE, name: "<to>" },
    { name: "[prefix]", description: "only results of this id and below, or cache entries whose keys begin with it" },
  ],
  options: [
    {
      flags: "--face <face>",
      description: "what to copy; all by default, or the results if there is a prefix",
      choices: ["results", "cache", "values", "calls", "all"],
    },
    {
      flags: "--behavior <behavior>",
      description: "action for a result that is already there",
      choices: ["raise_if_exists", "raise_if_different", "skip_if_exists", "overwrite"],
      default: "skip_if_exists",
    },
  ],
  examples: [
    { words: "copy ./data sqlite:./lab.db", meaning: "everything, from files to SQLite" },
    { words: "copy ./data ./backup runs/7", meaning: "the results below runs/7" },
  ],
  load: () => import("../commands/copy.ts"),
};
