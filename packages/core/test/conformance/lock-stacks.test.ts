import { describeBackend, faceOver, type Lacks, type StoreContext } from "@results-manager/testing";
import { ResultsFace } from "../../src/index.ts";
import { MemoryStorage, PerKeyLockMixin, SerializingMixin } from "../../src/storage.ts";
import { MEMORY_LACKS } from "../support/memory-lacks.ts";

type Stack = new (context: StoreContext) => ResultsFace;

const OVERTAKEN: Lacks = { ordering: "a call that waits for the lock of its key lets calls without keys overtake it" };
type NamedStack = readonly [name: string, Backend: Stack, lacks?: Lacks];
const ALWAYS: readonly NamedStack[] = [
  ["Results over PerKeyLock over memory", faceOver(ResultsFace, PerKeyLockMixin(MemoryStorage)), OVERTAKEN],
  ["Results over Serializing over memory", faceOver(ResultsFace, SerializingMixin(MemoryStorage))],
];
/** Run by `pnpm test:all`: without locks, results are the memory backend's. */
const SELDOM: readonly NamedStack[] = [
  ["Results over memory, without locks", faceOver(ResultsFace, MemoryStorage)],
  [
    "Results over PerKeyLock over Serializing over memory",
    faceOver(ResultsFace, PerKeyLockMixin(SerializingMixin(MemoryStorage))),
    OVERTAKEN,
  ],
  [
    "Results over Serializing over PerKeyLock over memory",
    faceOver(ResultsFace, SerializingMixin(PerKeyLockMixin(MemoryStorage))),
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
