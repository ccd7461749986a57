import type { CommandDefinition, OptionDefinition } from "../definition/command-definition.ts";
import { STORE } from "./store-argument.ts";

/** Options that say which results are looked at. */
export const CONDITIONS: readonly OptionDefinition[] = [
  { flags: "--prefix <id>", description: "only this id and the ids below it" },
  {
    flags: "-w, --where <condition>",
    description: "only results for which it holds, such as 'accuracy>0.9'; all of several conditions",
    isList: true,
  },
  { flags: "--where-json <json>", description: "a condition as the library takes it, for all operators" },
  { flags: "--namespace <name>", description: "only results of this namespace" },
];

export const MODEL = {
  name: "[model]",
  description: "name of the model that wrote the results; not needed in a store of one model",
};

/** Lines of help about conditions. */
export const CONDITION_HELP = `A condition is a dotted path, an operator and a value: = != > >= < <= or ^= (begins with), $= (ends with), *= (contains), ~ (like, with
* and ?). The value is JSON, a date such as 2026-01-31, or else text. A path alone holds where the value has it.`;

export const FIND: CommandDefinition = {
  name: "find",
  summary: "Finds results by their values.",
  details: CONDITION_HELP,
  arguments: [STORE, MODEL],
  options: [
    ...CONDITIONS,
    { flags: "--select <path>", description: "only these paths of the values", isList: true },
    { flags: "--order <path>", description: "order by a path, descending with a '-' before it", isList: true },
    { flags: "--limit <n>", description: "at most n results" },
    { flags: "--ids", description: "print only the ids" },
    { flags: "--explain", description: "tell what the store would look at, and find nothing" },
  ],
  examples: [
    { words: "find ./data Run -w 'accuracy>0.9' --order=-accuracy --limit 10", meaning: "the ten best runs" },
    {
      words: "find ./data Run -w model=opus -w 'config.lr<=0.001' --select accuracy --csv",
      meaning: "one field, as CSV",
    },
    { words: `find ./data Run --where-json '{"tags":{"hasAny":["a","b"]}}'`, meaning: "any operator of the library" },
  ],
  load: () => import("../commands/find.ts"),
};
