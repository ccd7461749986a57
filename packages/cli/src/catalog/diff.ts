import type { CommandDefinition } from "../definition/command-definition.ts";
import { STORE } from "./store-argument.ts";

export const DIFF: CommandDefinition = {
  name: "diff",
  summary: "Compares two results, the results below two prefixes, or two stores.",
  details: `With one more word, it is another store, of which all results are compared; with two, they are ids or prefixes of the store. Ends with exit
code 1 if something differs.`,
  arguments: [
    STORE,
    { name: "<other>", description: "another store; or an id or prefix of the store, to compare with the next word" },
    { name: "[with]", description: "id or prefix of the store" },
  ],
  options: [
    { flags: "--prefix <id>", description: "of two stores, only this id and the ids below it" },
    { flags: "--ids", description: "print only what was added, removed or changed, without the values" },
  ],
  examples: [
    { words: "diff ./data runs/7 runs/8", meaning: "how run 8 differs from run 7" },
    { words: "diff ./data sqlite:./lab.db", meaning: "whether a copy is complete" },
  ],
  load: () => import("../commands/diff.ts"),
};
