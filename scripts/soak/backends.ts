import { readdirSync } from "node:fs";
import { join, sep } from "node:path";
import type { BackendRecipe } from "@results-manager/testing/processes";
import Database from "better-sqlite3";

/** A backend under load. */
export interface SoakedBackend {
  /** Describes how to open a store that keeps everything in a folder. */
  readonly recipe: (folder: string) => BackendRecipe;
  /** Inspects the store after a kill, when it is open again, and when it holds the hostile ids. `ids` are those it lists. @throws if it is faulty. */
  readonly inspect: (folder: string, ids: readonly string[]) => void;
}

/** Backends under load, by their names on the command line. */
export const BACKENDS: Readonly<Record<string, SoakedBackend>> = {
  "fs-full": files("full"),
  "fs-process": files("process"),
  "sqlite-full": sqlite("full"),
  "sqlite-process": sqlite("process"),
};

function files(durability: string): SoakedBackend {
  const module = import.meta.resolve("@results-manager/backend-fs");
  return {
    recipe: (folder) => ({ module, export: "FileBackend", args: [folder], options: { durability } }),
    inspect: (folder, ids) => {
      const own = join(folder, ".results-manager");
      const left = readdirSync(join(own, "tmp"));
      if (left.length > 0) throw new Error(`Temp files must be swept by the next open; got ${left.join(", ")}.`);
      const files = readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .filter(
          ({ name, parentPath }) => name !== ".no-expiry" && parentPath !== own && !parentPath.startsWith(own + sep),
        );
      if (files.length !== ids.length)
        throw new Error(`${ids.length} records must be as many files, got ${files.length}.`);
    },
  };
}

function sqlite(durability: string): SoakedBackend {
  const module = import.meta.resolve("@results-manager/backend-sqlite");
  return {
    recipe: (folder) => ({
      module,
      export: "SqliteBackend",
      args: [join(folder, "results.db")],
      options: { durability },
    }),
    inspect: (folder) => {
      const raw = new Database(join(folder, "results.db"), { readonly: true });
      const found = raw.pragma("integrity_check", { simple: true });
      raw.close();
      if (found !== "ok") throw new Error(`PRAGMA integrity_check must be ok, got ${String(found)}.`);
    },
  };
}
