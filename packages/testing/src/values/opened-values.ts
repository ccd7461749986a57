import type { ValueStorage } from "@results-manager/core";
import { onNewStore, type Surroundings } from "../on-new-store.ts";
import type { Suite } from "../suite.ts";
import type { OpenValues, ValuesUnderTest } from "./values-under-test.ts";

/** Parameters of a case: a storage of its own. */
export interface OpenedValues extends Surroundings<OpenValues> {
  readonly values: ValueStorage;
}

/** Suite of a storage of values. */
export type ValuesSuite = Suite<OpenedValues>;

/** Opens a storage for one case, runs the case, and disposes of the store. */
export function withValues(
  { open, properties }: ValuesUnderTest,
  body: (opened: OpenedValues) => Promise<void>,
): Promise<void> {
  return onNewStore(open, "values", properties, ({ values }, surroundings) => body({ ...surroundings, values }));
}
