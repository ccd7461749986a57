import { FileBackend } from "@results-manager/backend-fs";
import type { Durability } from "@results-manager/core";
import type { Contender } from "../contender.ts";
import { BenchModel } from "../records.ts";

/** Modules of a checkout. */
export interface FileModules {
  readonly FileBackend: typeof FileBackend;
  readonly BenchModel: typeof BenchModel;
}

/** This library in ordinary use: single calls, with validation of every set and get. */
export function ours(durability: Durability, modules: FileModules = { FileBackend, BenchModel }): Contender {
  const { BenchModel: model } = modules;
  return {
    name: "results-manager",
    role: "ours",
    open: (folder) => {
      const results = new modules.FileBackend(folder, { durability });
      return {
        set: (id, record) => results.set(id, record, { model, behavior: "skip_if_exists" }),
        overwrite: (id, record) => results.set(id, record, { model, behavior: "overwrite" }),
        get: (id) => results.get(id, model),
        exists: (id) => results.exists(id),
        list: (prefix) => results.listIds(prefix),
        delete: (id) => results.delete(id),
        close: () => results.close(),
      };
    },
  };
}
