import { ResultsFace } from "@results-manager/core";
import { PerKeyLockMixin, type StorageOptions } from "@results-manager/core/storage";
import {
  type BackendUnderTest,
  describeBackend,
  describeQueries,
  faceOver,
  type Lacks,
} from "@results-manager/testing";
import { inject } from "vitest";
import { type PgPool, PostgresBackend, type PostgresOptions, PostgresStorage } from "../src/index.ts";
import { damage, inNewSchema, sharedPool } from "./new-schema.ts";
import { properties } from "./properties.ts";

type PostgresClass = new (source: string | PgPool, options: PostgresOptions & StorageOptions) => ResultsFace;

const LockedByKey: PostgresClass = faceOver(ResultsFace, PerKeyLockMixin(PostgresStorage));

const waits: Lacks = {
  ordering: "a call that waits for the lock of its key lets calls without keys overtake it",
  responsiveness: "thousands of calls at once take as many locks",
};
interface Stack {
  readonly name: string;
  readonly Backend?: PostgresClass;
  readonly options?: PostgresOptions;
  /** Connections of the store; by default its own. */
  readonly source?: () => string | PgPool;
  readonly lacks?: Lacks;
}
const ALWAYS: readonly Stack[] = [{ name: "PostgresBackend over a pool", source: sharedPool }];
/** Run by `pnpm test:all`. */
const SELDOM: readonly Stack[] = [
  { name: "PostgresBackend" },
  { name: "PostgresBackend, process", options: { durability: "process" } },
  { name: "PostgresBackend, 3 partitions", options: { partitions: 3 } },
  { name: "PostgresBackend, without prepared statements", options: { prepare: false } },
  {
    name: "Results over PerKeyLock over PostgreSQL",
    Backend: LockedByKey,
    options: { durability: "process" },
    lacks: waits,
  },
];

const url = (): string => inject("postgresUrl");

for (const stack of process.env.TEST_ALL ? [...ALWAYS, ...SELDOM] : ALWAYS) {
  const { name, Backend = PostgresBackend, options, source = url, lacks = {} } = stack;
  const subject: BackendUnderTest = {
    name,
    lacks,
    properties,
    open: async (context) => {
      const make = (schema: string) => new Backend(source(), { ...context, ...options, schema });
      const store = inNewSchema(make, options?.partitions);
      return { ...store, backend: store.open(), corrupt: (id) => damage(store.schema, "results", id) };
    },
  };
  describeBackend(subject);
  describeQueries(subject);
}
