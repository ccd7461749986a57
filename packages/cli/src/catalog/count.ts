import type { CommandDefinition } from "../definition/command-definition.ts";
import { CONDITION_HELP, CONDITIONS, MODEL } from "./find.ts";
import { STORE } from "./store-argument.ts";

export const COUNT: CommandDefinition = {
  name: "count",
  summary: "Counts results, or adds and compares their values by groups.",
  details: CONDITION_HELP,
  arguments: [STORE, MODEL],
  options: [
    ...CONDITIONS,
    { flags: "--group-by <path>", description: "a row for each value of the path", isList: true },
    { flags: "--sum <path>", description: "with the sum of the numbers at the path", isList: true },
    { flags: "--avg <path>", description: "with their average", isList: true },
    { flags: "--min <path>", description: "with the least value", isList: true },
    { flags: "--max <path>", description: "with the greatest value", isList: true },
  ],
  examples: [
    { words: "count ./data", meaning: "the number of all results" },
    { words: "count ./data Run -w 'accuracy>0.9'", meaning: "the number of good runs" },
    { words: "count ./data Run --group-by model --avg accuracy", meaning: "the average of each model" },
  ],
  load: () => import("../commands/count.ts"),
};
