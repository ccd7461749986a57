import type { CommandDefinition } from "../definition/command-definition.ts";
import { STORE } from "./store-argument.ts";

export const CALLS: CommandDefinition = {
  name: "calls",
  summary: "Lists stored calls of memoized functions, shows one, or tells why a call is not among them.",
  arguments: [
    { name: "<action>", description: "list, show or explain-miss" },
    STORE,
    { name: "[key]", description: "key of the call to show, or its beginning" },
  ],
  options: [
    { flags: "--name <function>", description: "only calls of this function; needed by explain-miss" },
    { flags: "--module <module>", description: "only calls of this module" },
    { flags: "--of-version <version>", description: "only calls of this version" },
    { flags: "--args <json>", description: "of explain-miss: the arguments, a JSON object by their names" },
    { flags: "--limit <n>", description: "at most n calls" },
  ],
  examples: [
    { words: "calls list ./data --name embed --limit 20", meaning: "some calls of a function" },
    { words: "calls show ./data 3f9c", meaning: "the arguments and the result of a call" },
    {
      words: `calls explain-miss ./data --name embed --args '{"text":"hi"}'`,
      meaning: "the nearest call, and how it differs",
    },
  ],
  load: () => import("../commands/calls.ts"),
};
