import type { AsyncCacheBackend, CacheBounds } from "@results-manager/core";
import { type Fixtures, registerFixtures } from "../fixtures.ts";
import { onNewStore, reopenOf, type Surroundings } from "../on-new-store.ts";
import type { Suite } from "../suite.ts";
import type { CacheUnderTest, OpenCache } from "./cache-under-test.ts";

/** Parameters of a case: a cache of its own, a manual clock, and models. */
export interface OpenedCache extends Surroundings<OpenCache> {
  readonly cache: AsyncCacheBackend;
  readonly models: Fixtures;
  /** Runs a task with a bounded cache on another store. */
  readonly bounded: (
    bounds: CacheBounds,
    body: (cache: AsyncCacheBackend, reopen: () => Promise<AsyncCacheBackend>) => Promise<void>,
  ) => Promise<void>;
}

/** Suite of a cache. */
export type CacheSuite = Suite<OpenedCache>;

/** Opens a cache for one case, runs the case, and disposes of the store. */
export function withCache(
  { open, properties }: CacheUnderTest,
  body: (opened: OpenedCache) => Promise<void>,
): Promise<void> {
  return onNewStore(open, "cache", properties, ({ cache }, surroundings) => {
    const { registry, clock } = surroundings;
    const bounded: OpenedCache["bounded"] = async (bounds, work) => {
      const other = await open({ registry, clock, ...bounds });
      await work(other.cache, reopenOf(other)).finally(other.dispose);
    };
    return body({ ...surroundings, cache, models: registerFixtures(registry), bounded });
  });
}
