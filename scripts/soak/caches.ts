import { join } from "node:path";
import type { BackendRecipe } from "@results-manager/testing/processes";

/** A cache under load. */
export interface SoakedCache {
  /** Describes how to open a cache that keeps everything in a folder. */
  readonly recipe: (folder: string) => BackendRecipe;
  /** `multiSetValues` stores all or nothing. */
  readonly transactions: boolean;
}

/** Caches under load, by their names on the command line. */
export const CACHES: Readonly<Record<string, SoakedCache>> = {
  "cache-fs-full": files("full"),
  "cache-fs-process": files("process"),
  "cache-sqlite-full": sqlite("full"),
  "cache-sqlite-process": sqlite("process"),
};

function files(durability: string): SoakedCache {
  const module = import.meta.resolve("@results-manager/backend-fs");
  const options = { durability };
  return { recipe: (folder) => ({ module, export: "FileCache", args: [folder], options }), transactions: false };
}

function sqlite(durability: string): SoakedCache {
  const module = import.meta.resolve("@results-manager/backend-sqlite");
  const options = { durability };
  const recipe = (folder: string) => ({ module, export: "SqliteCache", args: [join(folder, "cache.db")], options });
  return { recipe, transactions: true };
}
