import type { CallStorage } from "@results-manager/core";
import type { Lacks } from "../abilities.ts";
import type { PropertyOptions, StoreContext } from "../store-under-test.ts";

/** A store for one case, empty at first. */
export interface OpenCalls {
  /** Storage opened on the store. */
  readonly calls: CallStorage;
  /** Opens a further storage on the same store with the same context; the earlier ones may be open or closed. */
  readonly reopen?: () => Promise<CallStorage>;
  /** Damages the stored record of a call, so that no storage can read it. */
  readonly corrupt?: (key: string) => Promise<void>;
  /** Closes what is still open and removes the store. */
  readonly dispose: () => Promise<void>;
}

/** A storage of calls under test. */
export interface CallsUnderTest {
  /** Title of the report. */
  readonly name: string;
  /** Opens a new, empty store; called once for each case. */
  readonly open: (context: StoreContext) => Promise<OpenCalls>;
  /** Abilities that are lacking, each with the reason; the cases that need one are skipped with that reason. */
  readonly lacks?: Lacks;
  readonly properties?: PropertyOptions;
}
