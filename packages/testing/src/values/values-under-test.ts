import type { ValueStorage } from "@results-manager/core";
import type { Lacks } from "../abilities.ts";
import type { PropertyOptions, StoreContext } from "../store-under-test.ts";

/** Options of opening a further storage. */
export interface ReopenOptions {
  /** Splitting of values, see `DestructuringMixin`; by default, that of the first storage. */
  readonly remainingDepth?: number;
}

/** A store for one case, empty at first. */
export interface OpenValues {
  /** Storage opened on the store. */
  readonly values: ValueStorage;
  /** Opens a further storage on the same store with the same context; the earlier ones may be open or closed. */
  readonly reopen?: (options?: ReopenOptions) => Promise<ValueStorage>;
  /** Damages the stored record of a digest, so that no storage can read it. */
  readonly corrupt?: (key: string) => Promise<void>;
  /** Closes what is still open and removes the store. */
  readonly dispose: () => Promise<void>;
}

/** A storage of values under test. */
export interface ValuesUnderTest {
  /** Title of the report. */
  readonly name: string;
  /** Opens a new, empty store; called once for each case. */
  readonly open: (context: StoreContext) => Promise<OpenValues>;
  /** Abilities that are lacking, each with the reason; the cases that need one are skipped with that reason. */
  readonly lacks?: Lacks;
  readonly properties?: PropertyOptions;
}
