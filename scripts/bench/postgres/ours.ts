import { PostgresBackend } from "@results-manager/backend-postgres";
import type { Contender } from "../contender.ts";
import { BenchModel } from "../records.ts";
import { schemaOf } from "./schema-of.ts";

/** This library in ordinary use: single calls, with validation of every set and get. */
export function ours(url: string): Contender {
  return {
    name: "results-manager",
    role: "ours",
    open: async (folder) => {
      const results = new PostgresBackend(url, { schema: schemaOf(folder) });
      await results.exists("nothing"); // The first call makes the tables, which the other contenders make when they are opened.
      return {
        set: (id, record) => results.set(id, record, { model: BenchModel, behavior: "overwrite" }),
        overwrite: (id, record) => results.set(id, record, { model: BenchModel, behavior: "overwrite" }),
        skip: (id, record) => results.set(id, record, { model: BenchModel, behavior: "skip_if_exists" }),
        get: (id) => results.get(id, BenchModel),
        exists: (id) => results.exists(id),
        list: (prefix) => results.listIds(prefix),
        delete: (id) => results.delete(id),
        close: () => results.close(),
      };
    },
  };
}
