import type { StorageBackend } from "@results-manager/core/storage";
import type { Lacks } from "../abilities.ts";
import type { PropertyOptions, StoreContext } from "../store-under-test.ts";

/** A store for one case, empty at first. */
export interface OpenStorage {
  /** Storage opened on the store. */
  readonly storage: StorageBackend;
  /** Opens a further storage on the same store with the same context; the earlier ones may be open or closed. */
  readonly reopen?: () => Promise<StorageBackend>;
  /** Damages the record of a key of the space `results`, so that no storage can read it. */
  readonly corrupt?: (key: string) => Promise<void>;
  /** Closes what is still open and removes the store. */
  readonly dispose: () => Promise<void>;
}

/** A storage under test. */
export interface StorageUnderTest {
  /** Title of the report. */
  readonly name: string;
  /** Opens a new, empty store; called once for each case. */
  readonly open: (context: StoreContext) => Promise<OpenStorage>;
  /** Abilities that are lacking, each with the reason; the cases that need one are skipped with that reason. */
  readonly lacks?: Lacks;
  readonly properties?: PropertyOptions;
}
