import { describeCache } from "@results-manager/testing";
import { PostgresCache, type PostgresOptions } from "../src/index.ts";
import { damage, inNewSchema, sharedPool } from "./new-schema.ts";
import { properties } from "./properties.ts";

type Stack = readonly [name: string, options: PostgresOptions];
const ALWAYS: readonly Stack[] = [["PostgresCache, full", { durability: "full" }]];
/** Run by `pnpm test:all`. */
const SELDOM: readonly Stack[] = [["PostgresCache, process", { durability: "process" }]];

for (const [name, options] of process.env.TEST_ALL ? [...ALWAYS, ...SELDOM] : ALWAYS) {
  describeCache({
    name,
    properties,
    open: async (context) => {
      const store = inNewSchema((schema) => new PostgresCache(sharedPool(), { ...context, ...options, schema }));
      return {
        ...store,
        cache: store.open(),
        corrupt: (key) => damage(store.schema, "results_manager_cache", key),
      };
    },
  });
}
