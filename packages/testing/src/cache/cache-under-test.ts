import type { AsyncCacheBackend, CacheBounds } from "@results-manager/core";
import type { Lacks } from "../abilities.ts";
import type { PropertyOptions, StoreContext } from "../store-under-test.ts";

/** Options to open the cache under test with. */
export interface CacheContext extends StoreContext, CacheBounds {}

/** A store for one case, empty at first. */
export interface OpenCache {
  /** Cache opened on the store. */
  readonly cache: AsyncCacheBackend;
  /** Opens a further cache on the same store with the same context; the earlier ones may be open or closed. */
  readonly reopen?: () => Promise<AsyncCacheBackend>;
  /** Damages the stored record of a key, so that no cache can read it. */
  readonly corrupt?: (key: string) => Promise<void>;
  /** Closes what is still open and removes the store. */
  readonly dispose: () => Promise<void>;
}

/** A cache under test. */
export interface CacheUnderTest {
  /** Title of the report. */
  readonly name: string;
  /** Opens a new, empty store; called once for each case. */
  readonly open: (context: CacheContext) => Promise<OpenCache>;
  /** Abilities that are lacking, each with the reason; the cases that need one are skipped with that reason. */
  readonly lacks?: Lacks;
  readonly properties?: PropertyOptions;
}
