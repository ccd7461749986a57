import { type CallStorage, ModelRegistry } from "@results-manager/core";
import { ManualClock } from "../manual-clock.ts";
import { given } from "../opened-store.ts";
import type { PropertyOptions } from "../store-under-test.ts";
import type { Suite } from "../suite.ts";
import type { CallsUnderTest } from "./calls-under-test.ts";

/** What a case works with: a storage of its own, and a clock it moves. */
export interface OpenedCalls {
  readonly calls: CallStorage;
  readonly clock: ManualClock;
  readonly properties: Required<PropertyOptions>;
  /** Opens a further storage on the store. */
  readonly reopen: () => Promise<CallStorage>;
  /** Damages a stored record. */
  readonly corrupt: (key: string) => Promise<void>;
}

/** The suite of a storage of calls. */
export type CallsSuite = Suite<OpenedCalls>;

const DEFAULT_PROPERTIES: Required<PropertyOptions> = { runs: 100, seed: 20_260_101 };

/** Opens a storage for one case, runs it, and disposes of the store. */
export async function withCalls(
  { open, properties }: CallsUnderTest,
  body: (opened: OpenedCalls) => Promise<void>,
): Promise<void> {
  const clock = new ManualClock();
  const store = await open({ registry: new ModelRegistry(), clock });
  try {
    await body({
      calls: store.calls,
      clock,
      properties: { ...DEFAULT_PROPERTIES, ...properties },
      reopen: () => given(store, "reopen", ["persistence", "sharing"])(),
      corrupt: (key) => given(store, "corrupt", ["corruption"])(key),
    });
  } finally {
    await store.dispose();
  }
}
