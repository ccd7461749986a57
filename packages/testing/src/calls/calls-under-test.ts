import type { CallStorage } from "@results-manager/core";
import type { Lacks } from "../abilities.ts";
import type { PropertyOptions, StoreContext } from "../store-under-test.ts";

/** One store, empty at first, that nobody else uses. */
export interface OpenCalls {
  /** The storage that was opened on it. */
  readonly calls: CallStorage;
  /** Opens a further storage on the same store, with the same context; the earlier ones may be open or closed. */
  readonly reopen?: () => Promise<CallStorage>;
  /** Damages the stored record of a call, so that no storage can make sense of it. */
  readonly corrupt?: (key: string) => Promise<void>;
  /** Closes what is still open and removes the store. */
  readonly dispose: () => Promise<void>;
}

/** A storage of calls that is to prove itself. */
export interface CallsUnderTest {
  /** Heads the report. */
  readonly name: string;
  /** Opens a new and empty store; called once for each case. */
  readonly open: (context: StoreContext) => Promise<OpenCalls>;
  /** What it cannot do, and why; the cases that need it are skipped with this reason. */
  readonly lacks?: Lacks;
  readonly properties?: PropertyOptions;
}
