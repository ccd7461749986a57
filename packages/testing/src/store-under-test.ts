import type { AsyncResultsBackend, Clock, ModelRegistry } from "@results-manager/core";
import type { Lacks } from "./abilities.ts";

/** What the backend under test is to be opened with: its `StorageOptions`. */
export interface StoreContext {
  readonly registry: ModelRegistry;
  readonly clock: Clock;
}

/** One store, empty at first, that nobody else uses. */
export interface StoreUnderTest {
  /** The backend that was opened on it. */
  readonly backend: AsyncResultsBackend;
  /** Opens a further backend on the same store, with the same context; the earlier ones may be open or closed. */
  readonly reopen?: () => Promise<AsyncResultsBackend>;
  /** Opens an empty backend to copy to and from, with the same context; a `MemoryBackend` unless given. */
  readonly elsewhere?: () => Promise<AsyncResultsBackend>;
  /** Damages the stored record of an id, so that no backend can make sense of it. */
  readonly corrupt?: (id: string) => Promise<void>;
  /** Closes what is still open and removes the store. */
  readonly dispose: () => Promise<void>;
}

/** How often the properties of the suite are tried. */
export interface PropertyOptions {
  /** Random cases for each property; 100 unless given. */
  readonly runs?: number;
  /** Where the random cases start; the same on every run unless given. */
  readonly seed?: number;
}

/** A backend that is to prove itself. */
export interface BackendUnderTest {
  /** Heads the report. */
  readonly name: string;
  /** Opens a new and empty store; called once for each case. */
  readonly open: (context: StoreContext) => Promise<StoreUnderTest>;
  /** What it cannot do, and why; the cases that need it are skipped with this reason. */
  readonly lacks?: Lacks;
  readonly properties?: PropertyOptions;
}
