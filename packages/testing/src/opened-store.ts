import { type AsyncResultsBackend, MemoryBackend } from "@results-manager/core";
import { type Fixtures, registerFixtures } from "./fixtures.ts";
import { onNewStore, type Surroundings } from "./on-new-store.ts";
import type { BackendUnderTest, StoreUnderTest } from "./store-under-test.ts";

/** Parameters of a case: a store of its own, a manual clock, and a registry with models. */
export interface OpenedStore extends Surroundings<StoreUnderTest> {
  readonly backend: AsyncResultsBackend;
  readonly models: Fixtures;
  /** Opens an empty backend to copy to and from. */
  readonly elsewhere: () => Promise<AsyncResultsBackend>;
}

/** Opens a store for one case, runs the case, and disposes of the store. */
export function withStore(
  { open, properties }: BackendUnderTest,
  body: (store: OpenedStore) => Promise<void>,
): Promise<void> {
  return onNewStore(open, "backend", properties, (store, surroundings) => {
    const { registry, clock } = surroundings;
    const elsewhere = store.elsewhere ?? (async () => new MemoryBackend({ registry, clock }));
    return body({ ...surroundings, backend: store.backend, models: registerFixtures(registry), elsewhere });
  });
}
