import type { AsyncResultsBackend, Clock, ModelRegistry } from "@results-manager/core";
import type { Lacks } from "./abilities.ts";

/** Options to open the backend under test with: its `StorageOptions`. */
export interface StoreContext {
  readonly registry: ModelRegistry;
  readonly clock: Clock;
}

/** A store for one case, empty at first. */
export interface StoreUnderTest {
  /** Backend opened on the store. */
  readonly backend: AsyncResultsBackend;
  /** Opens a further backend on the same store with the same context; the earlier ones may be open or closed. */
  readonly reopen?: () => Promise<AsyncResultsBackend>;
  /** Opens an empty backend to copy to and from, with the same context; a `MemoryBackend` by default. */
  readonly elsewhere?: () => Promise<AsyncResultsBackend>;
  /** Damages the stored record of an id, so that no backend can read it. */
  readonly corrupt?: (id: string) => Promise<void>;
  /** Closes what is still open and removes the store. */
  readonly dispose: () => Promise<void>;
}

/** Options of the property tests of the suite. */
export interface PropertyOptions {
  /** Number of random cases for each property; 100 by default. */
  readonly runs?: number;
  /** Seed of the random cases; by default, the same on every run. */
  readonly seed?: number;
  /** Greatest number of steps at which a store is closed during its calls, spread over all of them; every step by default. */
  readonly closings?: number;
}

/** A backend under test. */
export interface BackendUnderTest {
  /** Title of the report. */
  readonly name: string;
  /** Opens a new, empty store; called once for each case. */
  readonly open: (context: StoreContext) => Promise<StoreUnderTest>;
  /** Abilities that are lacking, each with the reason; the cases that need one are skipped with that reason. */
  readonly lacks?: Lacks;
  readonly properties?: PropertyOptions;
}
