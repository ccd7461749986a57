import { type Durability, FileBackend } from "@results-manager/backend-fs";
import type { Contender } from "../contender.ts";
import { BenchModel } from "../records.ts";

/** This library in ordinary use: single calls, with validation of every set and get. */
export function ours(durability: Durability): Contender {
  return {
    name: "results-manager",
    role: "ours",
    open: (folder) => {
      const results = new FileBackend(folder, { durability });
      return {
        set: (id, record) => results.set(id, record, { model: BenchModel, behavior: "skip_if_exists" }),
        get: (id) => results.get(id, BenchModel),
        exists: (id) => results.exists(id),
        list: (prefix) => results.listIds(prefix),
        delete: (id) => results.delete(id),
        close: () => results.close(),
      };
    },
  };
}
