import type { CommandDefinition } from "../definition/command-definition.ts";

export const COMPLETION: CommandDefinition = {
  name: "completion",
  summary: "Prints a script that completes commands and options in a shell.",
  arguments: [{ name: "<shell>", description: "bash, zsh or fish" }],
  options: [],
  examples: [
    { words: "completion bash >> ~/.bashrc", meaning: "in each new bash" },
    { words: "completion fish > ~/.config/fish/completions/results.fish", meaning: "in each new fish" },
  ],
  printsCode: true,
  load: () => import("../program/completion.ts"),
};
