import type { CallStorage } from "@results-manager/core";
import { onNewStore, type Surroundings } from "../on-new-store.ts";
import type { Suite } from "../suite.ts";
import type { CallsUnderTest, OpenCalls } from "./calls-under-test.ts";

/** Parameters of a case: a storage of its own and a manual clock. */
export interface OpenedCalls extends Surroundings<OpenCalls> {
  readonly calls: CallStorage;
}

/** Suite of a storage of calls. */
export type CallsSuite = Suite<OpenedCalls>;

/** Opens a storage for one case, runs the case, and disposes of the store. */
export function withCalls(
  { open, properties }: CallsUnderTest,
  body: (opened: OpenedCalls) => Promise<void>,
): Promise<void> {
  return onNewStore(open, "calls", properties, ({ calls }, surroundings) => body({ ...surroundings, calls }));
}
