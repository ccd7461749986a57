import { join } from "node:path";
import type { BackendRecipe } from "@results-manager/testing/processes";

const SPLIT = import.meta.resolve("./split-calls.ts");

/** Recipes of the storages of calls under load, by their names on the command line; each keeps everything in a folder. */
export const CALLS: Readonly<Record<string, (folder: string) => BackendRecipe>> = {
  "calls-fs-full": files("full"),
  "calls-fs-process": files("process"),
  "calls-sqlite-full": sqlite("full"),
  "calls-sqlite-process": sqlite("process"),
};

function files(durability: string): (folder: string) => BackendRecipe {
  return (folder) => ({ module: SPLIT, export: "SplitCallFile", args: [folder], options: { durability } });
}

function sqlite(durability: string): (folder: string) => BackendRecipe {
  const options = { durability };
  return (folder) => ({ module: SPLIT, export: "SplitSqliteCalls", args: [join(folder, "calls.db")], options });
}
