import type { CommandDefinition } from "../definition/command-definition.ts";

export const DOCTOR: CommandDefinition = {
  name: "doctor",
  summary: "Prints versions, and what the file system of a store can do, with what is wrong with them.",
  details:
    "The exit code is 1 if something is wrong. In the folder of the store, a folder is made to try things in, and removed.",
  arguments: [{ name: "[store]", description: "path or URL of a store; without it, only versions are looked at" }],
  options: [],
  examples: [
    { words: "doctor", meaning: "versions of Node, of the packages and of native modules" },
    { words: "doctor ./data", meaning: "also hard links, locks, case and syncing of its file system" },
  ],
  load: () => import("../commands/doctor/doctor.ts"),
};
