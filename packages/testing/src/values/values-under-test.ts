import type { ValueStorage } from "@results-manager/core";
import type { Lacks } from "../abilities.ts";
import type { PropertyOptions, StoreContext } from "../store-under-test.ts";

/** How a further storage is opened. */
export interface ReopenOptions {
  /** Split values so, see `DestructuringMixin`; as the first storage does unless given. */
  readonly remainingDepth?: number;
}

/** One store, empty at first, that nobody else uses. */
export interface OpenValues {
  /** The storage that was opened on it. */
  readonly values: ValueStorage;
  /** Opens a further storage on the same store, with the same context; the earlier ones may be open or closed. */
  readonly reopen?: (options?: ReopenOptions) => Promise<ValueStorage>;
  /** Damages the stored record of a digest, so that no storage can make sense of it. */
  readonly corrupt?: (key: string) => Promise<void>;
  /** Closes what is still open and removes the store. */
  readonly dispose: () => Promise<void>;
}

/** A storage of values that is to prove itself. */
export interface ValuesUnderTest {
  /** Heads the report. */
  readonly name: string;
  /** Opens a new and empty store; called once for each case. */
  readonly open: (context: StoreContext) => Promise<OpenValues>;
  /** What it cannot do, and why; the cases that need it are skipped with this reason. */
  readonly lacks?: Lacks;
  readonly properties?: PropertyOptions;
}
