import { describeCache, type Lacks } from "@results-manager/testing";
import { type AsyncCacheBackend, MemoryCache, VoidCache } from "../../src/index.ts";
import { CacheMixin, type Constructor, MemoryStorage, PerKeyLockMixin, SerializingMixin } from "../../src/storage.ts";
import { DamageableStorage } from "../support/damageable-storage.ts";
import { MEMORY_LACKS } from "../support/memory-lacks.ts";

const WAITS: Lacks = { responsiveness: "thousands of calls at once take as many locks" };
const STACKS: readonly (readonly [name: string, Cache: Constructor<AsyncCacheBackend>, lacks?: Lacks])[] = [
  ["MemoryCache", MemoryCache],
  ["Cache over PerKeyLock over memory", CacheMixin(PerKeyLockMixin(MemoryStorage)), WAITS],
  ["Cache over Serializing over memory", CacheMixin(SerializingMixin(MemoryStorage)), WAITS],
  [
    "Cache over PerKeyLock over Serializing over memory",
    CacheMixin(PerKeyLockMixin(SerializingMixin(MemoryStorage))),
    WAITS,
  ],
  [
    "Cache over a medium that has the required hooks alone",
    CacheMixin(DamageableStorage),
    { recency: "it keeps no notes of use" },
  ],
  ["VoidCache", VoidCache, { retention: "it keeps nothing" }],
];

for (const [name, Cache, lacks] of STACKS) {
  describeCache({
    name,
    open: async (context) => {
      const cache = new Cache(context);
      return { cache, dispose: () => cache.close() };
    },
    lacks: { ...MEMORY_LACKS, ...lacks },
    properties: { runs: 40 },
  });
}
