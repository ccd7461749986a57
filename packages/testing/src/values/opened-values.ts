import type { ValueStorage } from "@results-manager/core";
import { onNewStore, type Surroundings } from "../on-new-store.ts";
import type { Suite } from "../suite.ts";
import type { OpenValues, ValuesUnderTest } from "./values-under-test.ts";

/** What a case works with: a storage of its own. */
export interface OpenedValues extends Surroundings<OpenValues> {
  readonly values: ValueStorage;
}

/** The suite of a storage of values. */
export type ValuesSuite = Suite<OpenedValues>;

/** Opens a storage for one case, runs it, and disposes of the store. */
export function withValues(
  { open, properties }: ValuesUnderTest,
  body: (opened: OpenedValues) => Promise<void>,
): Promise<void> {
  return onNewStore(open, properties, ({ values }, surroundings) => body({ ...surroundings, values }));
}
