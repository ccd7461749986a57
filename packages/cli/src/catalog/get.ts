import type { CommandDefinition } from "../definition/command-definition.ts";
import { STORE } from "./store-argument.ts";

export const GET: CommandDefinition = {
  name: "get",
  summary: "Prints the value of a result, as it was stored.",
  details: "No model is needed: the value is neither upgraded nor validated. In a pipe it is one line of JSON.",
  arguments: [STORE, { name: "<id>", description: "id of the result" }],
  options: [{ flags: "--field <path>", description: "only the part of the value at a dotted path" }],
  examples: [
    { words: "get ./data runs/7/loss", meaning: "the whole value" },
    { words: "get ./data runs/7/loss --field value", meaning: "one field of it" },
  ],
  load: () => import("../commands/get.ts"),
};
