import { describeBackend, type Lacks } from "@results-manager/testing";
import type { AsyncResultsBackend } from "../../src/index.ts";
import { type Constructor, MemoryStorage, PerKeyLockMixin, ResultsMixin, SerializingMixin } from "../../src/storage.ts";
import { MEMORY_LACKS } from "../support/memory-lacks.ts";

type Stack = typeof MemoryStorage & Constructor<AsyncResultsBackend>;

const OVERTAKEN: Lacks = { ordering: "a call that waits for the lock of its key lets calls without keys overtake it" };
type NamedStack = readonly [name: string, Backend: Stack, lacks?: Lacks];
const ALWAYS: readonly NamedStack[] = [
  ["Results over PerKeyLock over memory", ResultsMixin(PerKeyLockMixin(MemoryStorage)), OVERTAKEN],
  ["Results over Serializing over memory", ResultsMixin(SerializingMixin(MemoryStorage))],
];
/** Run by `pnpm test:all`: without locks, results are the memory backend's. */
const SELDOM: readonly NamedStack[] = [
  ["Results over memory, without locks", ResultsMixin(MemoryStorage)],
  [
    "Results over PerKeyLock over Serializing over memory",
    ResultsMixin(PerKeyLockMixin(SerializingMixin(MemoryStorage))),
    OVERTAKEN,
  ],
  [
    "Results over Serializing over PerKeyLock over memory",
    ResultsMixin(SerializingMixin(PerKeyLockMixin(MemoryStorage))),
  ],
];

for (const [name, Backend, lacks] of process.env.TEST_ALL ? [...ALWAYS, ...SELDOM] : ALWAYS) {
  describeBackend({
    name,
    open: async (context) => {
      const backend = new Backend(context);
      return { backend, dispose: () => backend.close() };
    },
    lacks: { ...MEMORY_LACKS, ...lacks },
    properties: { runs: 40 },
  });
}
