import type { CommandDefinition } from "../definition/command-definition.ts";
import { STORE } from "./store-argument.ts";

export const LS: CommandDefinition = {
  name: "ls",
  summary: "Lists the ids below a prefix, one level deep, with the number of results below each.",
  arguments: [STORE, { name: "[prefix]", description: "id whose next segments are listed; the first ones by default" }],
  options: [
    { flags: "-l, --long", description: "with model, version, size and time of each result" },
    { flags: "-r, --recursive", description: "all ids at any depth instead of the next segments" },
    { flags: "--after <id>", description: "only ids after this one" },
    { flags: "--limit <n>", description: "at most n ids" },
    { flags: "--desc", description: "in descending order" },
  ],
  examples: [
    { words: "ls ./data", meaning: "the first segments of all ids" },
    { words: "ls -l ./data runs/7", meaning: "what is below runs/7, with times" },
    { words: "ls -r sqlite:./lab.db runs --limit 20", meaning: "the first 20 ids below runs" },
  ],
  load: () => import("../commands/ls.ts"),
};
