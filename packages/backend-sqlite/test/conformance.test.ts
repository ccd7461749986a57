import { join } from "node:path";
import { ResultsFace } from "@results-manager/core";
import { PerKeyLockMixin, SerializingMixin, type StorageOptions } from "@results-manager/core/storage";
import {
  type BackendUnderTest,
  describeBackend,
  describeQueries,
  faceOver,
  inNewFolder,
  type Lacks,
} from "@results-manager/testing";
import { SqliteBackend, type SqliteOptions, SqliteStorage } from "../src/index.ts";
import { openRaw } from "./open-raw.ts";

type SqliteClass = new (path: string, options: SqliteOptions & StorageOptions) => ResultsFace;

const LockedByKey: SqliteClass = faceOver(ResultsFace, PerKeyLockMixin(SqliteStorage));
const Serialized: SqliteClass = faceOver(ResultsFace, SerializingMixin(SqliteStorage));

const SLOW = "thousands of calls at once take as many locks";
const waits: Lacks = {
  ordering: "a call that waits for the lock of its key lets calls without keys overtake it",
  responsiveness: SLOW,
};
type Stack = readonly [name: string, Backend: SqliteClass, options: SqliteOptions, lacks?: Lacks];
const ALWAYS: readonly Stack[] = [["SqliteBackend, full", SqliteBackend, { durability: "full" }]];
/** Run by `pnpm test:all`; each mixin runs over memory every time. */
const SELDOM: readonly Stack[] = [
  ["Results over PerKeyLock over SQLite", LockedByKey, { durability: "process" }, waits],
  ["SqliteBackend, process", SqliteBackend, { durability: "process" }],
  ["Results over Serializing over SQLite", Serialized, { durability: "process" }, { responsiveness: SLOW }],
];

for (const [name, Backend, options, lacks = {}] of process.env.TEST_ALL ? [...ALWAYS, ...SELDOM] : ALWAYS) {
  const subject: BackendUnderTest = {
    name,
    lacks,
    properties: { runs: 20 },
    open: async (context) => {
      const store = inNewFolder((folder) => new Backend(join(folder, "results.db"), { ...context, ...options }));
      return {
        ...store,
        backend: store.open(),
        corrupt: async (id) => {
          const raw = openRaw(join(store.folder, "results.db"));
          raw.prepare("update results set data = '{\"torn' where id = ?").run(id);
          raw.close();
        },
      };
    },
  };
  describeBackend(subject);
  describeQueries(subject);
}

const GONE = "a database in memory goes with its connection";
const inMemory: BackendUnderTest = {
  name: "SqliteBackend, :memory:",
  lacks: { persistence: GONE, sharing: GONE, corruption: "nobody else can write into it" },
  properties: { runs: process.env.TEST_ALL ? 20 : 5 },
  open: async (context) => {
    const backend = new SqliteBackend(":memory:", context);
    return { backend, dispose: () => backend.close() };
  },
};
/** Run by `pnpm test:all`: the statements are those of a file. */
if (process.env.TEST_ALL) describeBackend(inMemory);
describeQueries(inMemory); // Here they share the connection of the other operations.
