import { type CacheContext, describeCache, type Lacks } from "@results-manager/testing";
import { type AsyncCacheBackend, CacheFace, MemoryCache, VoidCache } from "../../src/index.ts";
import {
  type Constructor,
  MemoryStorage,
  PerKeyLockMixin,
  SerializingMixin,
  type StorageBase,
} from "../../src/storage.ts";
import { DamageableStorage } from "../support/damageable-storage.ts";
import { MEMORY_LACKS } from "../support/memory-lacks.ts";

const WAITS: Lacks = { responsiveness: "thousands of calls at once take as many locks" };

/** Cache over a storage of a class. */
const over = (Storage: Constructor<StorageBase>): Open => {
  return ({ registry, clock, ...bounds }) => new CacheFace(new Storage({ registry, clock }), bounds);
};

type Open = (context: CacheContext) => AsyncCacheBackend;
const STACKS: readonly (readonly [name: string, open: Open, lacks?: Lacks])[] = [
  ["MemoryCache", (context) => new MemoryCache(context)],
  ["Cache over PerKeyLock over memory", over(PerKeyLockMixin(MemoryStorage)), WAITS],
  ["Cache over Serializing over memory", over(SerializingMixin(MemoryStorage)), WAITS],
  ["Cache over PerKeyLock over Serializing over memory", over(PerKeyLockMixin(SerializingMixin(MemoryStorage))), WAITS],
  [
    "Cache over a medium that has the required hooks alone",
    over(DamageableStorage),
    { recency: "it keeps no notes of use" },
  ],
  ["VoidCache", (context) => new VoidCache(context), { retention: "it keeps nothing" }],
];

for (const [name, open, lacks] of STACKS) {
  describeCache({
    name,
    open: async (context) => {
      const cache = open(context);
      return { cache, dispose: () => cache.close() };
    },
    lacks: { ...MEMORY_LACKS, ...lacks },
    properties: { runs: 40 },
  });
}
