import { join } from "node:path";
import type { BackendRecipe } from "@results-manager/testing/processes";

/** The backends that are put under load: each says how to open a store that keeps everything in a folder. */
export const BACKENDS: Readonly<Record<string, (folder: string) => BackendRecipe>> = {
  "fs-full": (folder) => files(folder, "full"),
  "fs-process": (folder) => files(folder, "process"),
  "sqlite-full": (folder) => sqlite(folder, "full"),
  "sqlite-process": (folder) => sqlite(folder, "process"),
};

function files(folder: string, durability: string): BackendRecipe {
  return {
    module: import.meta.resolve("@results-manager/backend-fs"),
    export: "FileBackend",
    args: [folder],
    options: { durability },
  };
}

function sqlite(folder: string, durability: string): BackendRecipe {
  return {
    module: import.meta.resolve("@results-manager/backend-sqlite"),
    export: "SqliteBackend",
    args: [join(folder, "results.db")],
    options: { durability },
  };
}
