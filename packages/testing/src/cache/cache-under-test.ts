import type { AsyncCacheBackend, CacheBounds } from "@results-manager/core";
import type { Lacks } from "../abilities.ts";
import type { PropertyOptions, StoreContext } from "../store-under-test.ts";

/** What the cache under test is to be opened with: its options. */
export interface CacheContext extends StoreContext, CacheBounds {}

/** One store, empty at first, that nobody else uses. */
export interface OpenCache {
  /** The cache that was opened on it. */
  readonly cache: AsyncCacheBackend;
  /** Opens a further cache on the same store, with the same context; the earlier ones may be open or closed. */
  readonly reopen?: () => Promise<AsyncCacheBackend>;
  /** Damages the stored record of a key, so that no cache can make sense of it. */
  readonly corrupt?: (key: string) => Promise<void>;
  /** Closes what is still open and removes the store. */
  readonly dispose: () => Promise<void>;
}

/** A cache that is to prove itself. */
export interface CacheUnderTest {
  /** Heads the report. */
  readonly name: string;
  /** Opens a new and empty store; called once for each case. */
  readonly open: (context: CacheContext) => Promise<OpenCache>;
  /** What it cannot do, and why; the cases that need it are skipped with this reason. */
  readonly lacks?: Lacks;
  readonly properties?: PropertyOptions;
}
