import { ModelRegistry, type ValueStorage } from "@results-manager/core";
import { ManualClock } from "../manual-clock.ts";
import { given } from "../opened-store.ts";
import type { PropertyOptions } from "../store-under-test.ts";
import type { Suite } from "../suite.ts";
import type { ReopenOptions, ValuesUnderTest } from "./values-under-test.ts";

/** What a case works with: a storage of its own. */
export interface OpenedValues {
  readonly values: ValueStorage;
  readonly properties: Required<PropertyOptions>;
  /** Opens a further storage on the store. */
  readonly reopen: (options?: ReopenOptions) => Promise<ValueStorage>;
  /** Damages a stored record. */
  readonly corrupt: (key: string) => Promise<void>;
}

/** The suite of a storage of values. */
export type ValuesSuite = Suite<OpenedValues>;

const DEFAULT_PROPERTIES: Required<PropertyOptions> = { runs: 100, seed: 20_260_101 };

/** Opens a storage for one case, runs it, and disposes of the store. */
export async function withValues(
  { open, properties }: ValuesUnderTest,
  body: (opened: OpenedValues) => Promise<void>,
): Promise<void> {
  const store = await open({ registry: new ModelRegistry(), clock: new ManualClock() });
  try {
    await body({
      values: store.values,
      properties: { ...DEFAULT_PROPERTIES, ...properties },
      reopen: (options) => given(store, "reopen", ["persistence", "sharing"])(options),
      corrupt: (key) => given(store, "corrupt", ["corruption"])(key),
    });
  } finally {
    await store.dispose();
  }
}
