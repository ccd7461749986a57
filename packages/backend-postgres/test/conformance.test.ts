import { ResultsFace } from "@results-manager/core";
import { PerKeyLockMixin, type StorageOptions } from "@results-manager/core/storage";
import { describeBackend, faceOver, type Lacks } from "@results-manager/testing";
import { inject } from "vitest";
import { PostgresBackend, type PostgresOptions, PostgresStorage } from "../src/index.ts";
import { damage, inNewSchema } from "./new-schema.ts";

type PostgresClass = new (source: string, options: PostgresOptions & StorageOptions) => ResultsFace;

const LockedByKey: PostgresClass = faceOver(ResultsFace, PerKeyLockMixin(PostgresStorage));

const waits: Lacks = {
  ordering: "a call that waits for the lock of its key lets calls without keys overtake it",
  responsiveness: "thousands of calls at once take as many locks",
};
type Stack = readonly [name: string, Backend: PostgresClass, options: PostgresOptions, lacks?: Lacks];
const ALWAYS: readonly Stack[] = [["PostgresBackend, full", PostgresBackend, { durability: "full" }]];
/** Run by `pnpm test:all`. */
const SELDOM: readonly Stack[] = [
  ["PostgresBackend, process", PostgresBackend, { durability: "process" }],
  ["PostgresBackend, without prepared statements", PostgresBackend, { prepare: false }],
  ["Results over PerKeyLock over PostgreSQL", LockedByKey, { durability: "process" }, waits],
];

for (const [name, Backend, options, lacks = {}] of process.env.TEST_ALL ? [...ALWAYS, ...SELDOM] : ALWAYS) {
  describeBackend({
    name,
    lacks,
    properties: { runs: 20 },
    open: async (context) => {
      const store = inNewSchema((schema) => new Backend(inject("postgresUrl"), { ...context, ...options, schema }));
      return { ...store, backend: store.open(), corrupt: (id) => damage(store.schema, "results", id) };
    },
  });
}
