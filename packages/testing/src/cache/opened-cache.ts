import { type AsyncCacheBackend, type CacheBounds, ModelRegistry } from "@results-manager/core";
import { type Fixtures, registerFixtures } from "../fixtures.ts";
import { ManualClock } from "../manual-clock.ts";
import { given } from "../opened-store.ts";
import type { PropertyOptions } from "../store-under-test.ts";
import type { Suite } from "../suite.ts";
import type { CacheUnderTest } from "./cache-under-test.ts";

/** What a case works with: a cache of its own, a clock it moves, models. */
export interface OpenedCache {
  readonly cache: AsyncCacheBackend;
  readonly clock: ManualClock;
  readonly models: Fixtures;
  readonly properties: Required<PropertyOptions>;
  /** Opens a further cache on the store. */
  readonly reopen: () => Promise<AsyncCacheBackend>;
  /** Damages a stored record. */
  readonly corrupt: (key: string) => Promise<void>;
  /** Does something with another cache, on a store of its own, that has bounds. */
  readonly bounded: (
    bounds: CacheBounds,
    body: (cache: AsyncCacheBackend, reopen: () => Promise<AsyncCacheBackend>) => Promise<void>,
  ) => Promise<void>;
}

/** The suite of a cache. */
export type CacheSuite = Suite<OpenedCache>;

const DEFAULT_PROPERTIES: Required<PropertyOptions> = { runs: 100, seed: 20_260_101 };

/** Opens a cache for one case, runs it, and disposes of the store. */
export async function withCache(
  { open, properties }: CacheUnderTest,
  body: (opened: OpenedCache) => Promise<void>,
): Promise<void> {
  const registry = new ModelRegistry();
  const models = registerFixtures(registry);
  const clock = new ManualClock();
  const store = await open({ registry, clock });
  try {
    await body({
      cache: store.cache,
      clock,
      models,
      properties: { ...DEFAULT_PROPERTIES, ...properties },
      reopen: () => given(store, "reopen", ["persistence", "sharing"])(),
      corrupt: (key) => given(store, "corrupt", ["corruption"])(key),
      bounded: async (bounds, work) => {
        const other = await open({ registry, clock, ...bounds });
        const reopenOther = () => given(other, "reopen", ["persistence", "sharing"])();
        await work(other.cache, reopenOther).finally(other.dispose);
      },
    });
  } finally {
    await store.dispose();
  }
}
